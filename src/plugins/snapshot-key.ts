import { compareText } from '../model/config.ts';
import type { PluginKey } from '../model/plugin.ts';
import type { Deprecation, SnapshotKey } from '../model/plugin-snapshot.ts';
import { findDeprecation } from './find-deprecation.ts';

/** What a worker says about a key, apart from its definition. */
export interface KeyFindings {
  readonly recommended?: readonly string[] | undefined;
  readonly values?: readonly string[] | undefined;
  /** The same key as the worker described it another time: a default that is made up each time is different then. */
  readonly again?: PluginKey | undefined;
  /** Makes text of the worker fit to be written. */
  readonly scrub: (text: string) => string;
}

/** The definition of a key as snapshots hold it: the same from every worker that has the plugin. */
export function snapshotKey(
  key: PluginKey,
  { recommended = [], values, again = key, scrub }: KeyFindings,
): SnapshotKey {
  const documentation = scrub(key.documentation.replace(/\r\n?/g, '\n'));
  return {
    name: key.name,
    type: key.type,
    required: key.required,
    default:
      isStable(key) && again.defaultValue === key.defaultValue ? scrub(key.defaultValue ?? '') : undefined,
    importance: key.importance,
    documentation,
    group: key.group,
    recommended: [...new Set(recommended.map(scrub))].sort(compareText),
    values: values && values.length > 0 ? values : undefined,
    deprecation: deprecationOf(documentation, [key.defaultValue, ...recommended, ...(values ?? [])]),
  };
}

/** What replaces a value of the key replaces no key. */
function deprecationOf(
  documentation: string,
  values: readonly (string | undefined)[],
): Deprecation | undefined {
  const found = findDeprecation(documentation);
  const replacement = found?.replacement;
  return replacement !== undefined && values.includes(replacement) ? undefined : found;
}

/** Whether there is a default that holds no secret and is the same on every worker. */
function isStable({ type, defaultValue, documentation }: PluginKey): boolean {
  if (defaultValue === undefined || type === 'PASSWORD') return false;
  return !uuid.test(defaultValue) && !random.test(documentation);
}

/** Debezium: `By default, a random number is generated between 5400 and 6400`; two of them can be equal by chance. */
const random = /\bdefault\b[^.]{0,40}\brandom/i;

/** Some plugins make one for a client ID whenever they are loaded. */
const uuid = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/i;
