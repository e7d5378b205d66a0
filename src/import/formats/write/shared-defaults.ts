import { compareText } from '../../../model/config.ts';
import {
  isClassAlias,
  namesOfClass,
  PluginClasses,
  wellKnownClasses,
} from '../../../model/plugin-classes.ts';
import { type FoundComments, type FoundValue, writtenForm } from '../found-connector.ts';
import { type PrintedValue, unset } from './print-entry.ts';

/** A connector with the keys that it does not inherit. */
export interface OwnKeys {
  readonly name: string;
  readonly className: string;
  readonly config: ReadonlyMap<string, PrintedValue>;
  readonly comments?: FoundComments | undefined;
}

/** The keys that connectors of one class have in common. */
export interface ClassDefaults {
  readonly className: string;
  readonly config: ReadonlyMap<string, FoundValue>;
  /** The comments of these keys, each line once. */
  readonly comments: FoundComments;
  /** The number of connectors of the class. */
  readonly connectors: number;
}

/** The minimum number of connectors with the same value. */
const fewestSharing = 3;

/**
 * Finds keys with a value that more than half of the connectors of a class have, and at least three of them. In real
 * projects, connectors of one class share most keys and connectors of different classes few; so there are no defaults
 * for all classes.
 */
export function findSharedDefaults(connectors: readonly OwnKeys[]): readonly ClassDefaults[] {
  return byPlugin(connectors)
    .map((ofClass) => ({ ofClass, config: sharedKeys(ofClass) }))
    .map(({ ofClass, config }) => ({
      className: classNameOf(ofClass),
      config,
      comments: commentsOf(ofClass, config),
      connectors: ofClass.length,
    }))
    .filter(({ config }) => config.size > 0)
    .sort((one, other) => compareText(one.className, other.className));
}

/** A class and its aliases are one plugin: a default that matches one of them matches all. */
function byPlugin(connectors: readonly OwnKeys[]): readonly (readonly OwnKeys[])[] {
  const found = new PluginClasses(
    connectors.map(({ className }) => className).filter((one) => !isClassAlias(one)),
  );
  const groups = new Map<string, OwnKeys[]>();
  for (const connector of connectors) {
    const { className } = connector;
    const [, , shortest] = namesOfClass(className);
    const plugin = found.resolve(className) ?? wellKnownClasses.resolve(className) ?? shortest;
    groups.set(plugin, [...(groups.get(plugin) ?? []), connector]);
  }
  return [...groups.values()];
}

/** As the connectors write it; of several ways, the longest, which is the class in full if one writes it so. */
function classNameOf(connectors: readonly OwnKeys[]): string {
  const written = [...new Set(connectors.map(({ className }) => className))];
  return written.sort((one, other) => other.length - one.length || compareText(one, other))[0] ?? '';
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

function commentsOf(
  connectors: readonly OwnKeys[],
  shared: ReadonlyMap<string, FoundValue>,
): ReadonlyMap<string, readonly string[]> {
  const texts = [...shared].map(([key, value]): [string, readonly string[]] => {
    const sharing = connectors.filter(({ config }) => isSame(config.get(key), value));
    return [key, [...new Set(sharing.flatMap(({ comments }) => comments?.get(key) ?? []))]];
  });
  return new Map(texts.filter(([, lines]) => lines.length > 0));
}

function isSame(one: PrintedValue | undefined, other: FoundValue): boolean {
  return one !== undefined && one !== unset && writtenForm(one) === writtenForm(other);
}
