import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { pluginSetOf } from '../desired/load-snapshots.ts';
import type { UpdateChange } from '../model/change.ts';
import { once } from '../model/memoize.ts';
import type { Plan, PlannedStep } from '../model/plan.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { supports } from '../model/worker-version.ts';
import { isVersionKey } from '../plan/find-ignored-plugin-versions.ts';
import { findSnapshot } from '../plugins/defined-keys.ts';
import { describeMove, findPluginMoves, type PluginMove } from '../plugins/plugin-moves.ts';
import type { Project } from '../project/load-project.ts';
import { loadProjectSnapshots } from '../project/project-snapshots.ts';

/**
 * Adds to each change of a plugin's version what it moves, and which keys of the config the new version does not know:
 * two requests for each move. Workers before 4.1 ignore the version. One that is no longer installed is looked for in the snapshots.
 */
export async function withPluginMoves(
  connection: Pick<ConnectCluster, 'readPluginKeys'>,
  project: Project,
  plan: Plan,
): Promise<Plan> {
  if (!supports(plan.cluster.worker.version, 'pluginVersions')) return plan;
  const snapshots = once(async () => pluginSetOf(await loadProjectSnapshots(project), undefined));
  const keysOf = async (wanted: VersionOfPlugin) =>
    (await readKeys(connection, wanted)) ?? savedKeys(await snapshots(), wanted);
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
      return { ...step, effects: [...words.map(project.scrub), ...step.effects] };
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

/** The keys of exactly this version; another one may define others. */
function savedKeys(set: PluginSet, { className, version }: VersionOfPlugin): readonly string[] | undefined {
  const found = findSnapshot(set, { className, version });
  return found?.version === version ? found?.keys.map(({ name }) => name) : undefined;
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
