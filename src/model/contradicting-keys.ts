import { type Config, compareText } from './config.ts';
import type { Health } from './health.ts';
import type { LiveConnector } from './live-connector.ts';
import { isMasked } from './masked-value.ts';

/**
 * Keys in which the tasks of a connector contradict its current configuration, sorted. A plugin whose `taskConfigs()`
 * throws leaves its tasks with an earlier configuration, and every state RUNNING (Connect REST contract 5; seen on
 * 2.8.2, 3.9.1 and 4.3.0).
 *
 * Only keys that both have are compared, and a plugin may rewrite a value without contradicting it: another spelling of
 * the same value, a list divided among the tasks, a reference that the worker has resolved, a mask.
 *
 * @param tasks the configuration of each task
 * @param former what the connector had before a write: a task with a value that only the current configuration has
 *   was made from that, and its other values are the plugin's own affair
 */
export function contradictingKeys(
  tasks: readonly Config[],
  current: Pick<LiveConnector, 'config' | 'type'>,
  former?: Config,
): readonly string[] {
  if (tasks.length === 0 || (former && isMadeFrom(tasks, current.config, former))) return [];
  const keys = [...current.config].filter(([key, value]) => {
    const values = tasks.flatMap((task) => task.get(key) ?? []);
    return values.length > 0 && !isRewritten(key) && contradicts(values, [key, value], current);
  });
  return keys.map(([key]) => key).sort(compareText);
}

/** The health of a connector whose tasks contradict its configuration. */
export function contradictionFailure(keys: readonly string[]): Health {
  const shown = keys.slice(0, 3).join(', ');
  const more = keys.length > 3 ? ` and ${keys.length - 3} more keys` : '';
  return {
    kind: 'failed',
    reason: `its tasks still run an earlier configuration (they contradict ${shown}${more}): the plugin may have failed to create their new one; see the log of its worker`,
    trace: undefined,
  };
}

function isMadeFrom(tasks: readonly Config[], current: Config, former: Config): boolean {
  const added = [...current].filter(([key, value]) => !isSimilar(value, former.get(key)));
  return tasks.some((task) => added.some(([key, value]) => task.get(key) === value));
}

/**
 * Keys that plugins give their tasks with a value of their own: the name without characters that a database refuses
 * (Snowflake), and the members of a replica set that were found (Debezium for MongoDB before 2.2).
 */
function isRewritten(key: string): boolean {
  return key === 'name' || key === 'mongodb.hosts';
}

/** Plugins divide lists among their tasks. `topics` of a sink is set by the worker itself, for each task. */
function isDivisible(key: string, { type }: Pick<LiveConnector, 'type'>): boolean {
  return type !== 'sink' || key !== 'topics';
}

function contradicts(
  values: readonly string[],
  [key, current]: readonly [string, string],
  connector: Pick<LiveConnector, 'type'>,
): boolean {
  if ([current, ...values].some((value) => isMasked(key, value))) return false;
  // A value that the worker resolved can be anything; a task with a reference has it from a configuration.
  if (isReference(current) && !values.every(isReference)) return false;
  if (values.every((value) => isSimilar(value, current))) return false;
  return !(isDivisible(key, connector) && isDivision(values, current));
}

/** `${provider:key}` and `${provider:path:key}`, which the worker resolves. */
function isReference(value: string): boolean {
  return /\$\{[^${}:]+:[^${}]*\}/.test(value);
}

/** Whether the elements of these values are together those of a list. */
function isDivision(values: readonly string[], list: string): boolean {
  const whole = elementsOf(list);
  const parts = values.map(elementsOf);
  const given = new Set(parts.flat());
  return (
    whole.length > 1 && given.size === new Set(whole).size && whole.every((element) => given.has(element))
  );
}

function elementsOf(value: string): readonly string[] {
  return value
    .split(/[,;\n|]/)
    .map(plain)
    .filter((element) => element !== '');
}

function isSimilar(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one === other || plain(one) === plain(other) || isSameNumber(one, other);
}

function isSameNumber(one: string, other: string): boolean {
  const number = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;
  return number.test(one.trim()) && number.test(other.trim()) && Number(one) === Number(other);
}

function plain(value: string): string {
  return value.replaceAll(/\s/g, '').toLowerCase();
}
