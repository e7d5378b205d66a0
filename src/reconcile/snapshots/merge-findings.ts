import type { PresentConnector } from '../../model/desired-connector.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatSource } from '../../model/source.ts';
import type { PluginCheck } from '../../plugins/check-config.ts';

interface Checked extends PluginCheck {
  readonly connector: PresentConnector;
}

/**
 * The findings of many connectors, on several clusters: each mistake once. A shared line is one mistake for all the
 * connectors that inherit it, and a key in it is not unknown where some of them define it.
 */
export function mergeFindings(checked: readonly Checked[]): readonly Diagnostic[] {
  const known = sharedKeysThatAreKnown(checked);
  const merged = new Map<string, Diagnostic>();
  for (const finding of checked.flatMap(({ findings }) => findings)) {
    if (finding.code === 'undefined-config-key' && known.has(placeOf(finding))) continue;
    const id = idOf(finding);
    if (!merged.has(id)) merged.set(id, finding);
  }
  return [...merged.values()];
}

/** Defaults and profiles apply to connectors of several classes. */
function sharedKeysThatAreKnown(checked: readonly Checked[]): ReadonlySet<string> {
  const unknown = new Set(
    checked.flatMap(({ findings }) =>
      findings.flatMap((finding) => (finding.code === 'undefined-config-key' ? [placeOf(finding)] : [])),
    ),
  );
  const known = new Set<string>();
  if (unknown.size === 0) return known;
  for (const { connector, defined } of checked) {
    for (const [key, origin] of connector.origins) {
      if (origin.layer === 'connector' || !defined.keys.has(key)) continue;
      const place = `${key} ${formatSource(origin.source)}`;
      if (unknown.has(place)) known.add(place);
    }
  }
  return known;
}

function placeOf({ args, source }: Diagnostic): string {
  return `${String(args['key'])} ${source ? formatSource(source) : ''}`;
}

/** Where a key is missing, the connector is what the problem is about; elsewhere the line is. */
function idOf({ code, args, source }: Diagnostic): string {
  const isOfConnector = code === 'missing-required-key' || code === 'topics-not-clear';
  const { key, keys, name } = args;
  return JSON.stringify([code, source && formatSource(source), key, keys, isOfConnector ? name : undefined]);
}
