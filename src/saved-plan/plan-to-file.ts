import { InvalidInputError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { viewErrors } from '../model/view-error.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { loadWithPolicies } from '../reconcile/compiled-policies.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { type PlanInput, planClusters } from '../reconcile/plan-project.ts';
import { makeSavedPlan, makeSavedProblems } from './make-saved-plan.ts';
import { checkOutFile, writeSavedPlan } from './saved-plan-file.ts';
import { planKeyOf } from './seal.ts';
import { undetectableRotations } from './warn-undetectable-rotation.ts';

/** What to plan, and where to save it. */
export interface PlanToFileInput extends PlanInput {
  /** Relative to the directory of the project, or absolute. */
  readonly out: string;
}

/** The ports of a plan that is saved. */
export interface PlanToFilePorts extends Ports {
  /** Called when the file is written; that can be before an error is thrown, because problems are saved too. */
  readonly onSaved: (saved: SavedPlan) => void;
  readonly onWarning: (message: string) => void;
}

/** The plans, and the document that was saved; undefined after an interrupt. */
export interface PlanToFileResult {
  readonly results: readonly ClusterResult<PlannedCluster>[];
  readonly saved: SavedPlan | undefined;
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
  const project = await loadWithPolicies(input.project);
  const planKey = planKeyOf(project);
  const context = () => ({ project: project.input, plan: input.plan, planKey, now: ports.clock.wallTime() });
  const save = async (saved: SavedPlan) => {
    await writeSavedPlan(directory, input.out, saved);
    ports.onSaved(saved);
  };
  const results = await planClusters(project, input, ports).catch(async (error: unknown) => {
    if (error instanceof InvalidInputError) await save(makeSavedProblems(viewErrors(error), context()));
    throw error;
  });
  if (ports.signal.aborted) return { results, saved: undefined };
  const saved = makeSavedPlan(results, context());
  await save(saved);
  const warning =
    saved.applicable && planKey === undefined && undetectableRotations(saved.clusters, 'saving');
  if (warning) ports.onWarning(warning);
  return { results, saved };
}
