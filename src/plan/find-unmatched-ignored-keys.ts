import type { PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { formatSource } from '../model/source.ts';
import type { PlanInput } from './plan-input.ts';

/**
 * Warns of entries of `ignoreKeys` that match no key of any connector that they apply to, declared or live. One that
 * applies to a connector that does not exist yet is left alone: its keys may be set elsewhere later.
 */
export function findUnmatchedIgnoredKeys({
  desired,
  reading,
}: Pick<PlanInput, 'desired' | 'reading'>): readonly Diagnostic[] {
  const unmatched = new Map<string, Diagnostic>();
  const matched = new Set<string>();
  for (const connector of desired) {
    if (connector.kind !== 'present') continue;
    for (const { text: glob, source } of connector.ignoredAt ?? []) {
      const place = formatSource(source);
      if (isMatched(glob, connector, reading.connectors.get(connector.name))) matched.add(place);
      else unmatched.set(place, diagnose('unmatched-ignored-key', { glob }, { source }));
    }
  }
  return [...unmatched].flatMap(([place, problem]) => (matched.has(place) ? [] : [problem]));
}

function isMatched(glob: string, { config }: PresentConnector, live: LiveConnector | undefined): boolean {
  if (!live) return true;
  const keys = [config.keys(), live.config.keys(), live.nullKeys];
  return keys.some((some) => [...some].some((key) => matchesNameGlob(glob, key)));
}
