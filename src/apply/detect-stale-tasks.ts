import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { Health } from '../model/health.ts';
import { aborted, unlessAborted } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { StepRecord } from './outcome-recorder.ts';
import type { Run } from './run.ts';

/** A warning, not a failure: what a plugin gives its tasks is its own affair. */
const warning =
  'its tasks still have the former configuration: the plugin may have failed to create their new one; see the log of its worker';

/**
 * Health with a warning where a connector whose configuration this run changed is healthy and its tasks still have the
 * former one. One request, and none where its answer could prove nothing; where it fails there is no warning.
 */
export async function checkTasks(record: StepRecord, health: Health, run: Run): Promise<Health> {
  const rewrite = rewriteOf(record);
  if (health.kind !== 'healthy' || health.tasks === 0 || !rewrite || changedKeys(rewrite).length === 0)
    return health;
  const tasks = await readTasks(record.step.name, run);
  return tasks && findStaleTasks(tasks, rewrite) ? { ...health, warning } : health;
}

function rewriteOf({ step, outcome, before }: StepRecord): Rewrite | undefined {
  const written = step.actions.find((action) => action.kind === 'put-config');
  if (outcome.kind !== 'applied' || !written || !before) return undefined;
  return { before: before.config, after: written.config };
}

async function readTasks(name: ConnectorName, run: Run): Promise<readonly Config[] | undefined> {
  const release = await run.slots.acquire();
  try {
    const read = run.cluster.readTasks(name, { budgetMilliseconds: 0 });
    const tasks = await unlessAborted(read, run.shutdown.stopped);
    return tasks === aborted ? undefined : tasks.map(({ config }) => config);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return undefined;
  } finally {
    release();
  }
}

/** The configuration of a connector before and after a write. */
export interface Rewrite {
  readonly before: Config;
  readonly after: Config;
}

/**
 * Whether tasks were made from the configuration before a write: each has a changed key with its former value, and
 * none has a value that is new. A plugin whose `taskConfigs()` throws leaves them so, and every state RUNNING
 * (Connect REST contract 5; seen on 2.8.2, 3.9.1 and 4.3.0). Where a plugin gives its tasks
 * none of the changed keys nothing can be known, and the result is no.
 */
export function findStaleTasks(tasks: readonly Config[], rewrite: Rewrite): boolean {
  const changed = changedKeys(rewrite);
  const isOld = (task: Config) => changed.some((key) => isSimilar(task.get(key), rewrite.before.get(key)));
  const isNew = (task: Config) =>
    [...rewrite.after].some(
      ([key, value]) => task.get(key) === value && !isSimilar(value, rewrite.before.get(key)),
    );
  return tasks.length > 0 && tasks.every(isOld) && !tasks.some(isNew);
}

/**
 * The keys by which old tasks differ from new ones. Not those whose former value the plugin itself may produce: a key
 * that was removed has a default, another spelling of a value may mean the same, a reference anything.
 */
export function changedKeys({ before, after }: Rewrite): readonly string[] {
  return [...before.keys()].filter((key) => {
    const [former, now] = [before.get(key), after.get(key)];
    if (now === undefined || former === undefined || isSimilar(former, now)) return false;
    return !former.includes('${') && !now.includes('${');
  });
}

function isSimilar(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plain(one) === plain(other);
}

function plain(value: string): string {
  return value.replaceAll(/\s/g, '').toLowerCase();
}
