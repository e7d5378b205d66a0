import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { classKey } from '../model/plugin-choice-keys.ts';
import type { Source } from '../model/source.ts';
import type { CheckContext } from './check-context.ts';
import type { DefinedKey } from './defined-keys.ts';
import { labelOf } from './label-of.ts';
import { isRequired, requiresText } from './required-keys.ts';

/** Keys that a plugin requires and the config does not set, by plugin, on the line that chooses it. */
export function findMissingKeys(context: CheckContext): readonly Diagnostic[] {
  const missing = new Map<
    string,
    { readonly chosenBy: string; readonly keys: string[]; readonly plugin: string }
  >();
  for (const [key, found] of context.defined.keys) {
    if (!isMissing(context, key, found)) continue;
    const chosenBy = classKey(found.used);
    const known = missing.get(chosenBy);
    if (known) known.keys.push(key);
    else missing.set(chosenBy, { chosenBy, keys: [key], plugin: labelOf(found.plugin) });
  }
  return [
    ...[...missing.values()].map(({ chosenBy, keys, plugin }) =>
      diagnose(
        'missing-required-key',
        { name: context.connector.name, keys, plugin },
        placeOf(context, chosenBy),
      ),
    ),
    ...findTopicsFault(context),
  ];
}

function isMissing({ connector }: CheckContext, key: string, { definition, plugin }: DefinedKey): boolean {
  if (!isRequired(plugin, definition)) return false;
  // The name of the connector and its class are checked with the files.
  if (key === 'name' || key === 'connector.class') return false;
  if (matchesAnyGlob(connector.ignoreKeys, key)) return false;
  const value = connector.config.get(key);
  return value === undefined || (requiresText(plugin.className, definition.name) && value.trim() === '');
}

/** The worker requires exactly one of the two of a sink, unless the plugin defines `topics` itself (MongoDB). */
function findTopicsFault(context: CheckContext): readonly Diagnostic[] {
  const { connector, defined } = context;
  const topics = defined.keys.get('topics');
  const isSink = defined.plugins.some(({ type }) => type === 'sink');
  if (!isSink || !topics || (topics.plugin.type !== 'common' && topics.definition.group !== 'Common'))
    return [];
  if (matchesAnyGlob(connector.ignoreKeys, 'topics') || matchesAnyGlob(connector.ignoreKeys, 'topics.regex'))
    return [];
  const set = ['topics', 'topics.regex'].filter((key) => (connector.config.get(key) ?? '').trim() !== '');
  if (set.length === 1) return [];
  return [
    diagnose(
      'topics-not-clear',
      { name: connector.name, isBoth: set.length > 1 },
      placeOf(context, set[1] ?? 'connector.class'),
    ),
  ];
}

/** Where a shared layer chooses the plugin, the connector that lacks the key is the place to go to. */
function placeOf(
  { connector }: CheckContext,
  key: string,
): {
  readonly source: Source;
  readonly related?: readonly { readonly label: string; readonly source: Source }[];
} {
  const origin = connector.origins.get(key);
  if (!origin || origin.layer === 'connector') return { source: origin?.source ?? connector.source };
  return { source: connector.source, related: [{ label: key, source: origin.source }] };
}
