/** A JSON value with one place changed, and what was changed. */
export interface Mutation {
  readonly where: string;
  readonly value: unknown;
}

/** Texts that mean something in some place: names, kinds, calls, globs, times, masks. */
const meaningful = [
  'g',
  'h',
  'i',
  '*',
  'delete',
  'create',
  'DELETE',
  'PUT config',
  'restart connector and tasks',
  '(sensitive)',
  '2020-01-01T00:00:00.000Z',
  'error',
];

/**
 * Every JSON value that differs from the given one in one place: a leaf that has another value or another type, a member
 * that is missing or is added, a list that is empty, shorter or longer. `texts` limits how many other texts each string
 * is replaced by.
 */
export function* mutationsOf(value: unknown, texts: number = meaningful.length): Iterable<Mutation> {
  yield* mutate(value, '', texts);
}

function* mutate(value: unknown, where: string, texts: number): Iterable<Mutation> {
  if (Array.isArray(value)) yield* mutateList(value, where, texts);
  else if (typeof value === 'object' && value !== null) yield* mutateObject(value, where, texts);
  else for (const other of others(value, where, texts)) yield { where, value: other };
}

function* mutateList(list: readonly unknown[], where: string, texts: number): Iterable<Mutation> {
  for (const [index, item] of list.entries()) {
    for (const inner of mutate(item, `${where}/${index}`, texts))
      yield { where: inner.where, value: list.with(index, inner.value) };
    yield { where: `${where} without ${index}`, value: list.toSpliced(index, 1) };
    yield { where: `${where} with ${index} twice`, value: [...list, item] };
  }
  for (const text of some(where, texts)) yield { where: `${where} with ${text}`, value: [...list, text] };
  yield { where: `${where} null`, value: null };
}

function* mutateObject(value: object, where: string, texts: number): Iterable<Mutation> {
  const entries = Object.entries(value);
  for (const [key, member] of entries) {
    const others = entries.filter(([one]) => one !== key);
    for (const inner of mutate(member, `${where}/${key}`, texts)) {
      const changed = entries.map(([one, old]) => [one, one === key ? inner.value : old]);
      yield { where: inner.where, value: Object.fromEntries(changed) };
    }
    yield { where: `${where} without ${key}`, value: Object.fromEntries(others) };
  }
  for (const key of ['__proto__', 'constructor', 'x']) {
    for (const added of ['x', true, null])
      yield {
        where: `${where} with ${key}: ${added}`,
        value: Object.fromEntries([...entries, [key, added]]),
      };
  }
  yield { where: `${where} null`, value: null };
}

function others(value: unknown, where: string, texts: number): unknown[] {
  if (typeof value === 'boolean') return [!value, null];
  if (typeof value === 'number') return [0, value + 1, -1, 1e9].filter((other) => other !== value);
  if (value === null) return [0, true, [], ['*'], `sha256:${'0'.repeat(64)}`, ...some(where, texts)];
  return [null, '', `${value}x`, ...some(where, texts)].filter((other) => other !== value);
}

/** Another part of the texts at every place, so that a few at each cover them all. */
function some(where: string, texts: number): string[] {
  const first = [...where].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  return Array.from({ length: texts }, (_, index) => meaningful[(first + index) % meaningful.length] ?? '');
}
