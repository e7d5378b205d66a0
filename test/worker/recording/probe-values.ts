import type { PluginKey } from '../../../src/sandbox/plugins/plugin-definition.ts';
import type { ValueFormat, ValueRule } from '../../../src/sandbox/validation/value-rule.ts';
import type { AskedWorker } from './ask-worker.ts';

/** What to validate: a configuration without the keys to probe, and the prefix that these have in it. */
export interface Probe {
  readonly worker: AskedWorker;
  readonly base: Readonly<Record<string, string>>;
  readonly prefix: string;
}

/** The keys, each with the rule that the worker's refusals of wrong values show. */
export async function withRules(keys: readonly PluginKey[], probe: Probe): Promise<readonly PluginKey[]> {
  const refusals = new Map<string, string[]>();
  for (let round = 0; round <= missing; round += 1) {
    for (const [name, messages] of await refusalsOf(keys, probe, round)) {
      refusals.set(name, [...(refusals.get(name) ?? []), ...messages]);
    }
  }
  return keys.map((key) => {
    const rule = ruleOf(refusals.get(key.name) ?? []);
    return rule ? { ...key, accepts: rule } : key;
  });
}

/** The round in which no key is sent: what is refused then is null. */
const missing = 4;

const texts = ['no-such-word', '', '(', 'a,a'];
const wrongValues: Readonly<Partial<Record<PluginKey['type'], readonly string[]>>> = {
  SHORT: ['-32768', '32767'],
  INT: ['-2147483648', '2147483647'],
  LONG: ['-9223372036854775808', '9223372036854775807'],
  STRING: texts,
  LIST: texts,
};

async function refusalsOf(
  keys: readonly PluginKey[],
  probe: Probe,
  round: number,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { worker, base, prefix } = probe;
  const values = keys.flatMap(({ name, type }) => {
    const value = wrongValues[type]?.[round];
    return value === undefined ? [] : [[`${prefix}${name}`, value] as const];
  });
  if (values.length === 0 && round !== missing) return [];
  const answer = await worker.validate({ ...base, ...Object.fromEntries(values) }).catch(() => undefined);
  // A value that makes validation fail as a whole shows no rule; the other keys are then probed alone.
  if (!answer) {
    if (keys.length === 1) return [];
    return (await Promise.all(keys.map((key) => refusalsOf([key], probe, round)))).flat();
  }
  const probed = new Set(
    round === missing ? keys.map(({ name }) => `${prefix}${name}`) : values.map(([name]) => name),
  );
  return answer
    .filter(({ value }) => probed.has(value.name))
    .map(({ value }) => [value.name.slice(prefix.length), value.errors.map(reasonOf)]);
}

/** The reason behind `Invalid value V for configuration K: `, or Debezium's `The 'K' value is invalid: `. */
function reasonOf(message: string): string {
  return message.replace(/^(Invalid value [\s\S]*? for configuration \S+|The '\S+' value is invalid): /, '');
}

function ruleOf(reasons: readonly string[]): ValueRule | undefined {
  const minimum = numberIn(reasons, /^Value must be at least (-?\d+)$/);
  const maximum = numberIn(reasons, /^Value must be no more than (-?\d+)$/);
  if (minimum !== undefined) return { minimum, ...(maximum !== undefined && { maximum }) };
  if (reasons.some((reason) => reason.startsWith('Invalid regex'))) return { format: 'regular-expression' };
  if (reasons.includes('String must be non-empty')) return { format: 'not-empty' };
  if (reasons.includes('Duplicate alias provided.')) return { format: 'no-duplicates' };
  const format = listFormat(reasons);
  if (format) return { format };
  return reasons.map(wordsRule).find((rule) => rule !== undefined);
}

function listFormat(reasons: readonly string[]): ValueFormat | undefined {
  const has = (pattern: RegExp) => reasons.some((reason) => pattern.test(reason));
  if (has(/^Must specify at least one field to cast\.$/)) return 'cast-spec';
  if (has(/^Invalid rename mapping: /)) return 'rename-mappings';
  if (has(/values must not be duplicated\.$/)) {
    return has(/must not be empty\. Valid values include/) ? 'some-distinct-elements' : 'distinct-elements';
  }
  if (has(/^Empty list$/)) return 'not-empty-list';
  return has(/^entry must be non null$/) ? 'not-null' : undefined;
}

function wordsRule(reason: string): ValueRule | undefined {
  const kafka = /^String must be one of( \(case insensitive\))?: (.*)$/.exec(reason);
  if (kafka) {
    const [, anyCase, list = ''] = kafka;
    return { words: list.split(', '), ...(anyCase && { ignoreCase: true }), refusal: reason };
  }
  const debezium = /^Value must be one of (.*)$/.exec(reason);
  if (!debezium) return undefined;
  // Debezium lists a set, in another order on every start.
  const words = debezium[1]?.split(', ').toSorted() ?? [];
  return { words, ignoreCase: true, refusal: `Value must be one of ${words.join(', ')}` };
}

function numberIn(reasons: readonly string[], pattern: RegExp): number | undefined {
  const found = reasons.map((reason) => pattern.exec(reason)?.[1]).find((text) => text !== undefined);
  return found === undefined ? undefined : Number(found);
}
