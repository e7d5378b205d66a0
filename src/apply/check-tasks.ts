import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import { contradictingKeys } from '../model/contradicting-keys.ts';
import { certainState, type LiveConnector } from '../model/live-connector.ts';
import type { Step } from '../model/plan.ts';
import { aborted, poll, unlessAborted } from '../model/poll.ts';
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
  const release = await run.slots.acquire();
  const tasks = await readTasks(name, run).finally(release);
  const keys = contradictingKeys(tasks, live, former);
  if (keys.length === 0) sound.add(name);
  return keys;
}

/** Tasks that a write restarts have their new configuration within seconds. */
const replacementMilliseconds = 10_000;

/**
 * Whether the tasks of a connector already run the configuration that its step has written, so that a restart would
 * start them twice. Before 3.7.1 a worker replaces tasks only where their own configuration changes: those of a plugin
 * that passes on its whole configuration, and no others (Connect REST contract 5).
 */
export async function haveWrittenConfig(step: Step, run: Run): Promise<boolean> {
  const written = step.actions.find((action) => action.kind === 'put-config')?.config;
  const former = step.expected?.config;
  if (!written || !former || !addsValue(former, written)) return false;
  const ask = async () => {
    const runs = await runsWell(step, run);
    if (!runs) return runs;
    const tasks = await readTasks(step.name, run);
    if (!areCopies(tasks, former) && !areCopies(tasks, written)) return false;
    return tasks.every((task) => hasChanges(task, former, written)) ? true : undefined;
  };
  const end = run.clock.now() + replacementMilliseconds;
  const remaining = () => Math.min(end - run.clock.now(), run.budget.remaining());
  const { clock, shutdown } = run;
  return (await poll(ask, { clock, remaining, signal: shutdown.stopped })) ?? false;
}

/**
 * Tasks of a paused connector are replaced when it is resumed, and what is FAILED is restarted in any case. Undefined
 * while the connector is being started.
 */
async function runsWell({ name }: Step, { readings, shutdown }: Run): Promise<boolean | undefined> {
  const reading = await unlessAborted(readings.read(name, 'recent'), shutdown.stopped).catch(
    (error: unknown): typeof aborted => {
      if (!(error instanceof WorkerFailure)) throw error;
      return aborted;
    },
  );
  if (reading === aborted || reading.kind !== 'present') return false;
  const { status } = reading.connector;
  if (!status || [status.connector, ...status.tasks].some(({ state }) => state === 'FAILED')) return false;
  const state = certainState(status);
  return state && state === 'running';
}

/** A key that is only removed shows in no task, whether it was replaced or never had the key. */
function addsValue(former: Config, written: Config): boolean {
  return [...written].some(([key, value]) => former.get(key) !== value);
}

/** Whether tasks have every key of a configuration. */
function areCopies(tasks: readonly Config[], config: Config): boolean {
  const keys = [...config.keys()].filter((key) => key !== 'name');
  return tasks.length > 0 && tasks.every((task) => keys.every((key) => task.has(key)));
}

/** Whether a task has every change between two configurations. A worker may show a reference resolved. */
function hasChanges(task: Config, former: Config, written: Config): boolean {
  return [...new Set([...former.keys(), ...written.keys()])].every((key) => {
    const [before, after, own] = [former.get(key), written.get(key), task.get(key)];
    if (before === after || key === 'name') return true;
    return own === after || (after?.includes('${') === true && own !== undefined && own !== before);
  });
}

/** The configuration of each task; empty where they cannot be read. The caller holds a slot. */
async function readTasks(name: ConnectorName, run: Run): Promise<readonly Config[]> {
  try {
    const read = run.cluster.readTasks(name, readBudget);
    const tasks = await unlessAborted(read, run.shutdown.stopped);
    return tasks === aborted ? [] : tasks.map(({ config }) => config);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return [];
  }
}
