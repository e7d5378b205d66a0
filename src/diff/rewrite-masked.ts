import type { Change, FieldChange, UpdateChange } from '../model/change.ts';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isMasked } from '../model/masked-value.ts';
import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import { compareConfigs } from './compare-connectors.ts';

/** The changes with rewritten values, and a warning for each pattern that rewrites nothing. */
export interface RewrittenChanges {
  readonly changes: readonly Change[];
  readonly findings: readonly Diagnostic[];
}

/**
 * `--rewrite-masked`: the changes with every masked value of the named connectors as a field to write, since nothing
 * shows whether it differs. Keys that are managed elsewhere keep their live value, so they are left out.
 */
export function rewriteMasked(changes: readonly Change[], patterns: readonly string[]): RewrittenChanges {
  const rewritten = changes.map((change) =>
    matchesAnyGlob(patterns, change.name) ? rewriteAll(change) : change,
  );
  const names = rewritten
    .filter((change) => change.kind === 'update' && change.rewrites)
    .map(({ name }) => name);
  const idle = patterns.filter((pattern) => !names.some((name) => matchesNameGlob(pattern, name)));
  return { changes: rewritten, findings: idle.map((pattern) => diagnose('rewrites-nothing', { pattern })) };
}

function rewriteAll(change: Change): Change {
  if (change.kind === 'create' || change.kind === 'delete') return change;
  const { name, desired, live } = change;
  if (desired.kind === 'absent' || !live) return change;
  const { target, fields } = compareConfigs(desired, live);
  const masked: FieldChange[] = [...target]
    .filter(([key, after]) => isMasked(key, live.config.get(key)) && !isMasked(key, after))
    .map(([key, after]) => ({ key, before: live.config.get(key), after }));
  const rewritten = new Set(masked.map(({ key }) => key));
  const all = [...fields.filter(({ key }) => !rewritten.has(key)), ...masked].sort((one, other) =>
    compareText(one.key, other.key),
  );
  const [first, ...rest] = all;
  if (!first || masked.length === 0) return change;
  const rewrites = [...rewritten].sort(compareText);
  const state = 'state' in change ? change.state : undefined;
  const failed = 'failed' in change ? change.failed : undefined;
  return {
    kind: 'update',
    name,
    desired,
    live,
    target,
    fields: [first, ...rest],
    rewrites,
    state,
    failed,
  } satisfies UpdateChange;
}
