import { InvalidInputError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { viewErrors } from '../model/view-error.ts';
import { loadProject } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { type PlanInput, planClusters } from '../reconcile/plan-project.ts';
import { reasonsInWords } from './check-applicable.ts';
import { makeSavedPlan, makeSavedProblems } from './make-saved-plan.ts';
import { checkOutFile, writeSavedPlan } from './saved-plan-file.ts';
import { planKeyOf } from './seal.ts';
import { undetectableRotations } from './warn-undetectable-rotation.ts';

/** What to plan, and where to save it. */
export interface PlanToFileInput extends PlanInput {
  /** Relative to the directory of the project, or absolute. */
  readonly out: string;
}

/** Called when the plan was saved, also where it cannot be applied; with lines for people. */
export interface PlanToFilePorts extends Ports {
  readonly onSaved: (message: string) => void;
}

/** The plans, and whether they can be applied from the file. */
export interface PlanToFileResult {
  readonly results: readonly ClusterResult<PlannedCluster>[];
  readonly isApplicable: boolean;
}

/**
 * Plans, and saves the plan so that exactly this plan can be applied. Errors of the files are saved too. After an
 * interrupt nothing is saved.
 *
 * @throws ConnectSyncError before any cluster is contacted if another file is in the way
 * @throws InvalidInputError with every error of the files
 */
export async function planToFile(input: PlanToFileInput, ports: PlanToFilePorts): Promise<PlanToFileResult> {
  const { directory } = input.project;
  await checkOutFile(directory, input.out);
  const project = await loadProject(input.project);
  const context = { project: input.project, plan: input.plan, planKey: planKeyOf(project) };
  const write = async (saved: SavedPlan) => {
    await writeSavedPlan(directory, input.out, saved);
    ports.onSaved(`saved in ${input.out}, ${saved.digest}${remark(saved)}\n`);
  };
  const results = await planClusters(project, input, ports).catch(async (error: unknown) => {
    if (error instanceof InvalidInputError)
      await write(makeSavedProblems(viewErrors(error), { ...context, now: ports.clock.now() }));
    throw error;
  });
  if (ports.signal.aborted) return { results, isApplicable: false };
  const saved = makeSavedPlan(results, { ...context, now: ports.clock.now() });
  await write(saved);
  const { applicable: isApplicable, clusters } = saved;
  const warning =
    isApplicable && context.planKey === undefined && undetectableRotations({ clusters, when: 'saving' });
  if (warning) ports.onSaved(warning);
  return { results, isApplicable };
}

function remark({ reason }: SavedPlan): string {
  return reason === null ? '' : `; it can be shown but not applied: ${reasonsInWords[reason]}`;
}
