import { diagnose } from '../model/diagnostic.ts';
import type { RolloutSettings } from '../model/rollout.ts';
import { parseRollout, rolloutKeys, type WrittenRollout } from '../model/rollout-settings.ts';
import type { Report } from './report.ts';
import { childOf, type SourceNode, type SourceScalar, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Reads `rollout` of the project or of a cluster; undefined where it is not declared. */
export function readRollout(
  source: SourceText,
  parent: SourceNode | undefined,
  report: Report,
): RolloutSettings | undefined {
  const node = childOf(parent, 'rollout');
  if (node?.kind !== 'map') return undefined;
  const keys = Object.keys(rolloutKeys) as (keyof WrittenRollout)[];
  const scalars = new Map<keyof WrittenRollout, SourceScalar>();
  for (const key of keys) {
    const scalar = scalarOf(node, key);
    if (scalar && !scalar.isMissing) scalars.set(key, scalar);
  }
  const written = Object.fromEntries([...scalars].map(([key, { text }]) => [key, text]));
  const { settings, invalid } = parseRollout(written);
  for (const key of invalid) {
    const scalar = scalars.get(key);
    const place = scalar && { source: source.sourceOf(scalar.span) };
    report(diagnose('invalid-rollout', { key, expected: rolloutKeys[key] }, place));
  }
  return settings;
}
