import { type CelType, listOf, mapOf, scalar, typeText } from './cel-type.ts';

/** One way to call a function: types of the receiver, of the arguments and of the result. */
export interface Overload {
  readonly receiver: CelType | undefined;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
}

/** The overloads of a function by its name; undefined: there is no such function. */
export function overloadsOf(name: string): readonly Overload[] | undefined {
  return overloads.get(name);
}

/** The names of all functions that an expression can call by name. */
export function functionNames(): readonly string[] {
  return [...overloads.keys(), 'size'].filter((name) => /^[a-z]/.test(name));
}

/** The ways to call a function, for the documentation. */
export function callsOf(name: string): readonly string[] {
  if (name === 'size') return ['size(string | bytes | list | map): int', 'value.size(): int'];
  return (overloads.get(name) ?? []).map(({ receiver, parameters, result }) => {
    const of = receiver ? `${typeText(receiver)}.` : '';
    return `${of}${name}(${parameters.map(typeText).join(', ')}): ${typeText(result)}`;
  });
}

/**
 * `receiver.name(parameters): result`. The functions of the CEL standard, the strings of its extension, and `get` and
 * `list` of connect-sync. `dyn` and `type` are left out: with them, nothing could be checked before a policy runs.
 */
const signatures: readonly string[] = [
  ...['<', '<=', '>', '>='].flatMap((operator) =>
    ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map(
      (type) => `_${operator}_(${type}, ${type}): bool`,
    ),
  ),
  ...['int', 'uint', 'double', 'string', 'bytes', 'duration'].map((type) => `_+_(${type}, ${type}): ${type}`),
  '_+_(timestamp, duration): timestamp',
  '_+_(duration, timestamp): timestamp',
  ...['int', 'uint', 'double', 'duration'].map((type) => `_-_(${type}, ${type}): ${type}`),
  '_-_(timestamp, timestamp): duration',
  '_-_(timestamp, duration): timestamp',
  ...['_*_', '_/_'].flatMap((operator) =>
    ['int', 'uint', 'double'].map((type) => `${operator}(${type}, ${type}): ${type}`),
  ),
  '_%_(int, int): int',
  '_%_(uint, uint): uint',
  '-_(int): int',
  '-_(double): double',
  '!_(bool): bool',
  '@not_strictly_false(bool): bool',
  ...['int', 'uint', 'double', 'string', 'timestamp', 'duration'].map((type) => `int(${type}): int`),
  ...['int', 'uint', 'double', 'string'].map((type) => `uint(${type}): uint`),
  ...['int', 'uint', 'double', 'string'].map((type) => `double(${type}): double`),
  ...['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map(
    (type) => `string(${type}): string`,
  ),
  'bool(bool): bool',
  'bool(string): bool',
  'bytes(string): bytes',
  'bytes(bytes): bytes',
  'timestamp(string): timestamp',
  'timestamp(int): timestamp',
  'timestamp(timestamp): timestamp',
  'duration(string): duration',
  'duration(duration): duration',
  'matches(string, string): bool',
  ...['contains', 'startsWith', 'endsWith', 'matches'].map((name) => `string.${name}(string): bool`),
  'string.charAt(int): string',
  ...['indexOf', 'lastIndexOf'].flatMap((name) => [
    `string.${name}(string): int`,
    `string.${name}(string, int): int`,
  ]),
  ...['lowerAscii', 'upperAscii', 'trim'].map((name) => `string.${name}(): string`),
  'string.replace(string, string): string',
  'string.replace(string, string, int): string',
  'string.split(string): strings',
  'string.split(string, int): strings',
  'string.substring(int): string',
  'string.substring(int, int): string',
  'strings.join(): string',
  'strings.join(string): string',
  ...[
    'getFullYear',
    'getMonth',
    'getDate',
    'getDayOfMonth',
    'getDayOfWeek',
    'getDayOfYear',
    'getHours',
    'getMinutes',
    'getSeconds',
    'getMilliseconds',
  ].flatMap((name) => [`timestamp.${name}(): int`, `timestamp.${name}(string): int`]),
  ...['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'].map((name) => `duration.${name}(): int`),
  'texts.get(string, string): string',
  'texts.list(string): strings',
];

const overloads = new Map<string, Overload[]>();
for (const signature of signatures) {
  const [, receiver, name = '', parameters = '', result = ''] =
    /^(?:([a-z]+)\.)?([^(]+)\((.*)\): (\w+)$/.exec(signature) ?? [];
  const known = overloads.get(name) ?? [];
  known.push({
    receiver: receiver === undefined ? undefined : typeNamed(receiver),
    parameters: parameters === '' ? [] : parameters.split(', ').map(typeNamed),
    result: typeNamed(result),
  });
  overloads.set(name, known);
}

function typeNamed(name: string): CelType {
  if (name === 'strings') return listOf(scalar('string'));
  if (name === 'texts') return mapOf(scalar('string'));
  return scalar(name as Exclude<CelType['kind'], 'list' | 'map' | 'record'>);
}
