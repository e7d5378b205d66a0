import type { Config } from '../model/config.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import type { PluginSnapshot } from '../model/plugin-snapshot.ts';
import { holdsReference } from '../model/redaction/provider-reference.ts';
import type { KeyDifference } from './diff-snapshots.ts';
import { isAllowedValue } from './is-allowed-value.ts';
import { isOfType } from './parse-value.ts';
import { isRequired } from './required-keys.ts';
import type { SnapshotPair } from './snapshot-pair.ts';
import type { UpgradeFinding } from './upgrade-finding.ts';

/** What a difference between two versions of a plugin means for a config; undefined: nothing. */
export function describeKeyChange(
  difference: KeyDifference,
  { plugin, before, after }: SnapshotPair,
  config: Config,
): UpgradeFinding | undefined {
  const key = plugin.prefix + difference.key;
  const value = config.get(key);
  const change = { difference, key, before, after };
  return value === undefined ? ofUnsetKey(change) : ofSetKey(change, value);
}

interface KeyChange {
  readonly difference: KeyDifference;
  /** With its prefix. */
  readonly key: string;
  readonly before: PluginSnapshot;
  readonly after: PluginSnapshot;
}

function ofUnsetKey({ difference, key, before: plugin, after }: KeyChange): UpgradeFinding | undefined {
  const { kind, before, after: value } = difference;
  if (isNewlyRequired(difference, plugin, after)) {
    return {
      level: 'refused',
      kind: 'key-required',
      message: `${nameOf(after)} requires ${key}, which is not set`,
      keys: [key],
    };
  }
  if (kind !== 'default' || difference.new?.required === true) return undefined;
  return {
    level: 'changes',
    kind: 'key-default',
    message: `the default of ${key} of ${nameOf(after)} changes from ${shown(before)} to ${shown(value)}`,
    hint: before === undefined ? undefined : `set ${key} to keep today's behaviour`,
    keys: [key],
  };
}

/** By the definition, or by what the validation of a plugin is known to require. */
function isNewlyRequired(
  { kind, old, new: current }: KeyDifference,
  before: PluginSnapshot,
  after: PluginSnapshot,
): boolean {
  if (!current || (kind !== 'added' && kind !== 'now-required')) return false;
  if (current.default !== undefined || !isRequired(after, current)) return false;
  return !old || !isRequired(before, old);
}

function ofSetKey({ difference, key, after }: KeyChange, value: string): UpgradeFinding | undefined {
  const { kind, deprecation } = difference;
  const base = { keys: [key] } as const;
  if (kind === 'removed') {
    const { replacement } = difference.old?.deprecation ?? {};
    return {
      ...base,
      level: 'changes',
      kind: 'key-removed',
      message: `${nameOf(after)} does not know ${key}: the setting has no effect there`,
      hint: replacement === undefined ? undefined : `use ${replacement}`,
    };
  }
  if (kind === 'type' && difference.after !== undefined) {
    return {
      ...base,
      level: holdsReference(value) || isOfType(difference.after, value) ? 'changes' : 'refused',
      kind: 'key-type',
      message: `${key} of ${nameOf(after)} is of type ${difference.after}, today ${difference.before}`,
    };
  }
  const { new: current } = difference;
  if (kind === 'values' && current && !holdsReference(value) && !isAllowedValue(current, value)) {
    return {
      ...base,
      level: 'refused',
      kind: 'key-values',
      message: `${key} of ${nameOf(after)} accepts other values: ${current.values?.join(', ')}`,
    };
  }
  if (kind !== 'deprecated' || !deprecation || difference.new?.deprecation === undefined) return undefined;
  return {
    ...base,
    level: 'deprecated',
    kind: 'key-deprecated',
    message: `${key} is deprecated in ${nameOf(after)}`,
    hint: deprecation.replacement === undefined ? undefined : `use ${deprecation.replacement}`,
  };
}

/** The simple name with its version; what the worker adds to every connector is Kafka Connect's. */
function nameOf({ className, version, type }: PluginSnapshot): string {
  const name = type === 'common' ? 'Kafka Connect' : namesOfClass(className)[1];
  return version === undefined ? name : `${name} ${version}`;
}

function shown(value: string | undefined): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
