import type { Host } from '../cli/host.ts';
import { type PlanningOptions, workingDirectory } from '../cli/options/project-options.ts';
import { viewsOf } from '../cli/run-command.ts';
import type { InvalidInputError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { reasonsInWords } from './check-applicable.ts';
import { makeSavedPlan, makeSavedProblems, type SelectedPlan } from './make-saved-plan.ts';
import { checkOutFile, writeSavedPlan } from './saved-plan-file.ts';
import { noteUnseenRotations } from './warn-undetectable-rotation.ts';

/** Where `plan --out` saves what it finds. */
export interface Out {
  /** Saves the plans; gives the file where they can be applied from it. */
  save(
    results: readonly ClusterResult<SelectedPlan>[],
    planKey: string | undefined,
  ): Promise<string | undefined>;
  /** Saves why there is no plan. */
  saveProblems(error: InvalidInputError, planKey: string | undefined): Promise<void>;
}

/**
 * Makes sure that a plan may be saved in a file before any cluster is asked.
 *
 * @throws ConnectSyncError where something else lies there
 */
export async function openOut(host: Host, options: PlanningOptions, file: string): Promise<Out> {
  const directory = workingDirectory(host, options);
  await checkOutFile(directory, file);
  const write = async (saved: SavedPlan) => {
    await writeSavedPlan(directory, file, saved);
    if (options.quiet !== true) host.stderr.write(`saved in ${file}, ${saved.digest}${remark(saved)}\n`);
  };
  return {
    save: async (results, planKey) => {
      const saved = makeSavedPlan(results, { host, options, planKey });
      await write(saved);
      if (!saved.applicable) return undefined;
      if (planKey === undefined)
        noteUnseenRotations(host, options, { clusters: saved.clusters, when: 'saving' });
      return file;
    },
    saveProblems: (error, planKey) => write(makeSavedProblems(viewsOf(error), { host, options, planKey })),
  };
}

function remark({ reason }: SavedPlan): string {
  return reason === null ? '' : `; it can be shown but not applied: ${reasonsInWords[reason]}`;
}
