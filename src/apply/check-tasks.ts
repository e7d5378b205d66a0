import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { contradictingKeys } from '../model/contradicting-keys.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { aborted, unlessAborted } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { type Followed, hasRunningTasks, markContradicted, type Watched } from './follow-health.ts';
import type { Run } from './run.ts';

/** A worker that rebalances refuses to show tasks for a moment. */
const readBudget = { budgetMilliseconds: 5_000 };

/** What is known of the watched connectors. */
interface Known {
  readonly followed: ReadonlyMap<string, Followed>;
  readonly connectors: ReadonlyMap<string, LiveConnector>;
  /** Connectors whose tasks were found to be sound, which are not asked for again. It grows. */
  readonly sound: Set<string>;
}

/**
 * The health of connectors with the evidence of their tasks: in every state that a worker reports, they may still run
 * an earlier configuration. One request for each connector that runs tasks, and none for one that this run created;
 * where tasks cannot be read nothing is claimed.
 */
export async function checkTasks(
  watched: readonly Watched[],
  known: Known,
  run: Run,
): Promise<ReadonlyMap<string, Followed>> {
  const checked = await Promise.all(
    watched.map(async (one) => {
      const last = known.followed.get(one.name);
      const keys = last && hasRunningTasks(last) ? await findContradiction(one, known, run) : [];
      return last && keys.length > 0
        ? [
            [
              one.name,
              markContradicted(last, keys, { at: run.clock.now(), writtenAt: one.writtenAt }),
            ] as const,
          ]
        : [];
    }),
  );
  return new Map([...known.followed, ...checked.flat()]);
}

async function findContradiction(
  { name, former }: Watched,
  { connectors, sound }: Known,
  run: Run,
): Promise<readonly string[]> {
  const live = connectors.get(name);
  if (!former || !live || sound.has(name)) return [];
  const keys = contradictingKeys(await readTasks(name, run), live, former);
  if (keys.length === 0) sound.add(name);
  return keys;
}

async function readTasks(name: ConnectorName, run: Run): Promise<readonly Config[]> {
  const release = await run.slots.acquire();
  try {
    const read = run.cluster.readTasks(name, readBudget);
    const tasks = await unlessAborted(read, run.shutdown.stopped);
    return tasks === aborted ? [] : tasks.map(({ config }) => config);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return [];
  } finally {
    release();
  }
}
