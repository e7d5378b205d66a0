import { type Config, compareText } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { isCommentKey, misspelledKeys } from '../model/misspelled-keys.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import type { PluginKey } from '../model/plugin.ts';
import { renamedKeys } from '../model/renamed-keys.ts';
import { formatSource } from '../model/source.ts';
import type { PlanInput } from './plan-input.ts';

/** An unknown key of a configuration, and the known one that was probably meant. */
export interface MisspeltKey {
  readonly key: string;
  readonly near: string;
}

/**
 * Unknown keys that are one typo away from a known one, such as `task.max`. All other unknown keys are not reported:
 * plugins, converters, transformations and clients accept keys that no response lists.
 */
export function findMisspeltKeys(config: Config, defined: readonly PluginKey[]): MisspeltKey[] {
  const known = new Set(defined.map((key) => key.name));
  // A key that is set already is not what another key was meant to be.
  const unset = [...known].filter((name) => !config.has(name)).sort(compareText);
  // What the check of the files reports is not reported again.
  const reported = new Set([...misspelledKeys(config), ...renamedKeys(config, known)].map(({ key }) => key));
  // So are aliases that the list does not have.
  const aliases = (config.get('transforms') ?? '').split(',').map((alias) => `transforms.${alias.trim()}.`);
  return [...config.keys()]
    .filter((key) => !known.has(key) && !isFreelyNamed(key) && !isCommentKey(key) && !reported.has(key))
    .filter((key) => !key.startsWith('transforms.') || aliases.some((alias) => key.startsWith(alias)))
    .sort(compareText)
    .flatMap((key) => {
      const near = unset.find((name) => isOneSlipAway(key, name));
      return near === undefined ? [] : [{ key, near }];
    });
}

/** Groups and aliases are the author's own words, and client settings are defined by the clients. */
function isFreelyNamed(key: string): boolean {
  return /^(?:(?:producer|consumer|admin)\.override|predicates|topic\.creation)\./.test(key);
}

/**
 * One letter more, less or other, or two neighbours swapped. Digits are no typo: `host.1` and `host.2` are two keys.
 */
function isOneSlipAway(key: string, name: string): boolean {
  if (Math.abs(key.length - name.length) > 1) return false;
  const start = commonStart(key, name);
  const [rest, other] = withoutCommonEnd(key.slice(start), name.slice(start));
  if (/\d/.test(rest + other)) return false;
  if (rest.length <= 1 && other.length <= 1) return true;
  return rest.length === 2 && other === [...rest].reverse().join('');
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function withoutCommonEnd(one: string, other: string): [string, string] {
  let length = 0;
  const shorter = Math.min(one.length, other.length);
  while (length < shorter && one[one.length - 1 - length] === other[other.length - 1 - length]) length += 1;
  return [one.slice(0, one.length - length), other.slice(0, other.length - length)];
}

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
