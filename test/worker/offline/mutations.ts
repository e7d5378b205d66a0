import type { Config } from '../../../src/model/config.ts';

/** What a worker says about a class when it gets nothing but the class. */
export interface KnownKeys {
  /** By name, the type. */
  readonly types: ReadonlyMap<string, string>;
  /** Keys without which it refuses the config. */
  readonly required: readonly string[];
  /** Keys that accept some words only. */
  readonly closed: readonly string[];
}

/** Numbers that are the same in every run. */
export function seededChoice(seed: number): <Item>(items: readonly Item[]) => Item | undefined {
  let state = seed;
  return (items) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return items[(state >>> 8) % items.length];
  };
}

/** The config with one mistake of each kind: no required key, a wrong type, a misspelt key, a word that is not allowed. */
export function mutationsOf(
  config: Config,
  { types, required, closed }: KnownKeys,
  choose: ReturnType<typeof seededChoice>,
): readonly Config[] {
  const without = choose(required.filter((key) => config.has(key)));
  const typed = [...types].flatMap(([key, type]) => (wrongValues[type] ? [key] : []));
  const wrong = choose(typed);
  const value = choose(wrongValues[types.get(wrong ?? '') ?? ''] ?? []);
  const misspelt = choose([...config.keys()].filter((key) => types.has(key) && key !== 'connector.class'));
  const word = choose(closed);
  return [
    ...(without === undefined ? [] : [withoutKey(config, without)]),
    ...(wrong === undefined || value === undefined ? [] : [new Map([...config, [wrong, value]])]),
    ...(misspelt === undefined ? [] : [misspell(config, misspelt)]),
    ...(word === undefined ? [] : [new Map([...config, [word, 'no-such-word']])]),
  ];
}

const numbers = ['many', '', '1.5', '99999999999999999999', '0x10', '１２x'];

/** Some of them are right for one type and wrong for another. */
const wrongValues: Readonly<Record<string, readonly string[]>> = {
  INT: numbers,
  SHORT: numbers,
  LONG: numbers,
  DOUBLE: ['many', '', '1,5'],
  BOOLEAN: ['yes', '', '1', 'on'],
};

function withoutKey(config: Config, key: string): Config {
  return new Map([...config].filter(([one]) => one !== key));
}

/** Two neighbours swapped in the middle, where they differ. */
function misspell(config: Config, key: string): Config {
  const places = [...key].flatMap((letter, index) =>
    /[a-z]/.test(letter) && /[a-z]/.test(key[index + 1] ?? '') && letter !== key[index + 1] ? [index] : [],
  );
  const at = places[Math.floor(places.length / 2)] ?? 0;
  const slip = `${key.slice(0, at)}${key[at + 1] ?? ''}${key[at] ?? ''}${key.slice(at + 2)}`;
  return new Map([...config].map(([one, value]) => [one === key ? slip : one, value]));
}
