import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { loadSnapshots } from '../desired/load-snapshots.ts';
import type { UpdateChange } from '../model/change.ts';
import { once } from '../model/memoize.ts';
import type { Plan, PlannedStep } from '../model/plan.ts';
import { isVersionKey, versionKey } from '../model/plugin-choice-keys.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { supports } from '../model/worker-version.ts';
import { describeMove, findPluginMoves, type PluginMove } from '../plugins/plugin-moves.ts';
import type { Project } from '../project/load-project.ts';

/**
 * Adds to each change of a plugin's version what it moves, and which keys of the config the new version does not know:
 * two requests for each move. Workers before 4.1 ignore the version. One that is no longer installed is looked for in the snapshots.
 */
export async function withPluginMoves(
  connection: Pick<ConnectCluster, 'readPluginKeys'>,
  { input, scrub }: Project,
  plan: Plan,
): Promise<Plan> {
  if (!supports(plan.cluster.worker.version, 'pluginVersions')) return plan;
  const snapshots = once(() => loadSnapshots(input.directory));
  const keysOf = async ({ className, version }: VersionOfPlugin) =>
    (await readKeys(connection, { className, version })) ??
    (await snapshots()).snapshots
      .find(({ snapshot }) => snapshot.className === className && snapshot.version === version)
      ?.snapshot.keys.map(({ name }) => name);
  const steps = await Promise.all(
    plan.steps.map(async (step): Promise<PlannedStep> => {
      const { change } = step;
      if (!isMove(change)) return step;
      const running = change.live.status?.connector.version;
      // A version from the environment is masked like any other value from there.
      const moves = findPluginMoves(change.live.config, change.target, running).filter(
        ({ plugin }) => !change.desired.secretKeys.has(versionKey(plugin)),
      );
      const words = await Promise.all(moves.map((move) => describe(move, change, keysOf)));
      return { ...step, effects: [...words.map(scrub), ...step.effects] };
    }),
  );
  return { ...plan, steps };
}

interface VersionOfPlugin {
  readonly className: string;
  readonly version: string | undefined;
}

function isMove(change: PlannedStep['change']): change is UpdateChange {
  return change.kind === 'update' && change.fields.some(({ key }) => isVersionKey(key));
}

async function describe(
  move: PluginMove,
  { target }: UpdateChange,
  keysOf: (wanted: VersionOfPlugin) => Promise<readonly string[] | undefined>,
): Promise<string> {
  const { className } = move.plugin;
  const [before, after] = await Promise.all(
    [move.before, move.after].map(async (version) => {
      const names = await keysOf({ className, version });
      return names && new Set(names);
    }),
  );
  return describeMove(move, target, { before, after });
}

/** What a worker refuses is not known here: the validation of the change reports a version that is missing. */
async function readKeys(
  { readPluginKeys }: Pick<ConnectCluster, 'readPluginKeys'>,
  { className, version }: VersionOfPlugin,
): Promise<readonly string[] | undefined> {
  try {
    return (await readPluginKeys(className, version)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof WorkerFailure) return undefined;
    throw error;
  }
}
