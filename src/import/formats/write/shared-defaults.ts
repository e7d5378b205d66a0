import { compareText } from '../../../model/config.ts';
import { type FoundValue, writtenForm } from '../found-connector.ts';
import { type PrintedValue, unset } from './print-entry.ts';

/** A connector with the keys that it says itself. */
export interface OwnKeys {
  readonly name: string;
  readonly className: string;
  readonly config: ReadonlyMap<string, PrintedValue>;
}

/** What connectors of one class share. */
export interface ClassDefaults {
  readonly className: string;
  readonly config: ReadonlyMap<string, FoundValue>;
  /** How many connectors of the class there are. */
  readonly connectors: number;
}

/** Fewer have nothing in common yet. */
const fewestSharing = 3;

/**
 * What connectors of a class share: a key with the value that more than half of them have, and at least three. Within
 * a class most pairs are shared in real projects, across classes few, so that nothing is moved to all connectors.
 */
export function findSharedDefaults(connectors: readonly OwnKeys[]): readonly ClassDefaults[] {
  const classes = [...new Set(connectors.map(({ className }) => className))];
  return classes
    .map((className) => {
      const ofClass = connectors.filter((connector) => connector.className === className);
      return { className, config: sharedKeys(ofClass), connectors: ofClass.length };
    })
    .filter(({ config }) => config.size > 0)
    .sort((one, other) => compareText(one.className, other.className));
}

function sharedKeys(connectors: readonly OwnKeys[]): ReadonlyMap<string, FoundValue> {
  const counted = new Map<string, { key: string; value: FoundValue; count: number }>();
  for (const [key, value] of connectors.flatMap(({ config }) => [...config])) {
    if (value === unset || key === 'connector.class') continue;
    const pair = JSON.stringify([key, writtenForm(value)]);
    const found = counted.get(pair) ?? { key, value, count: 0 };
    counted.set(pair, { ...found, count: found.count + 1 });
  }
  const shared = [...counted.values()].filter(
    ({ count }) => count >= fewestSharing && count > connectors.length / 2,
  );
  return new Map(shared.map(({ key, value }) => [key, value]));
}
