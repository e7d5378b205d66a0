import type { Config } from '../model/config.ts';

/** The configuration of a connector before and after a write. */
export interface Rewrite {
  readonly before: Config;
  readonly after: Config;
}

/**
 * Whether tasks were made from the configuration before a write: each has a changed key with its former value, and
 * none has a value that is new. A plugin whose `taskConfigs()` throws leaves them so, and every state RUNNING
 * (Connect REST contract 5; seen on 2.8.2, 3.9.1 and 4.3.0). One that gives its tasks none of the changed keys cannot
 * be seen through: then this says no.
 */
export function findStaleTasks(tasks: readonly Config[], rewrite: Rewrite): boolean {
  const changed = changedKeys(rewrite);
  const isOld = (task: Config) => changed.some((key) => isAlike(task.get(key), rewrite.before.get(key)));
  const isNew = (task: Config) =>
    [...rewrite.after].some(
      ([key, value]) => task.get(key) === value && !isAlike(value, rewrite.before.get(key)),
    );
  return tasks.length > 0 && tasks.every(isOld) && !tasks.some(isNew);
}

/**
 * The keys that tell old tasks from new ones. Not those of which the plugin itself may have made the former value: a
 * key that was removed has a default, another spelling of a value may stand for the same, a reference for anything.
 */
export function changedKeys({ before, after }: Rewrite): readonly string[] {
  return [...before.keys()].filter((key) => {
    const [former, now] = [before.get(key), after.get(key)];
    if (now === undefined || former === undefined || isAlike(former, now)) return false;
    return !former.includes('${') && !now.includes('${');
  });
}

function isAlike(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plain(one) === plain(other);
}

function plain(value: string): string {
  return value.replaceAll(/\s/g, '').toLowerCase();
}
