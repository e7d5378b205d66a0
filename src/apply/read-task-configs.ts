import type { Config } from '../model/config.ts';
import type { Health } from '../model/health.ts';
import { givenUp, unlessAborted } from '../model/unless-aborted.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { changedKeys, findStaleTasks, type Rewrite } from './detect-stale-tasks.ts';
import type { Job } from './job.ts';
import type { Run } from './run.ts';
import type { StepResult } from './step-result.ts';

/** Said, not judged: what tasks are given is the plugin's own affair. */
const warning =
  'its tasks still have the configuration from before: its plugin may have failed to make the new one for them, which only the log of its worker tells';

/**
 * Health with a warning where a connector whose configuration this run changed is healthy and its tasks still have
 * the former one. One request, and none where its answer could tell nothing; where it fails there is no warning.
 */
export async function readTaskConfigs(
  { job, result }: { readonly job: Job; readonly result: StepResult },
  health: Health,
  run: Run,
): Promise<Health> {
  const rewrite = rewriteOf(job, result);
  if (health.kind !== 'healthy' || health.tasks === 0 || !rewrite || changedKeys(rewrite).length === 0)
    return health;
  const tasks = await readTasks(job, run);
  return tasks && findStaleTasks(tasks, rewrite) ? { ...health, warning } : health;
}

function rewriteOf({ actions }: Job, { kind, before }: StepResult): Rewrite | undefined {
  const written = actions.find((action) => action.kind === 'put-config');
  if (kind !== 'applied' || !written || !before) return undefined;
  return { before: before.config, after: written.config };
}

async function readTasks({ name }: Job, run: Run): Promise<readonly Config[] | undefined> {
  const release = await run.slots.acquire();
  try {
    const read = run.cluster.readTasks(name, { budgetMilliseconds: 0 });
    const tasks = await unlessAborted(read, run.stopping.signal);
    return tasks === givenUp ? undefined : tasks.map(({ config }) => config);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return undefined;
  } finally {
    release();
  }
}
