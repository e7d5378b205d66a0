import type { ExitCode } from '../cli/exit-codes.ts';
import type { Host } from '../cli/host.ts';
import { applyArguments, projectArguments } from '../cli/next-command.ts';
import type { ApplyingOptions } from '../cli/options/applying.ts';
import { workingDirectory } from '../cli/options/project-options.ts';
import type { ApplyProgress } from '../cli/progress/apply-progress.ts';
import { portsOf, projectInput } from '../cli/project-input.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedOptions, SavedPlan } from '../model/saved-plan.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import { loadProject } from '../project/load-project.ts';
import { resolveClusters } from '../project/resolve-clusters.ts';
import { planningOf } from '../reconcile/apply-order.ts';
import { reconcileClusters } from '../reconcile/reconcile-clusters.ts';
import { type ApplicableOptions, checkApplicable } from './check-applicable.ts';
import { sealingFor } from './fingerprint.ts';
import { loadSavedPlan } from './load-saved-plan.ts';
import { checkSameCluster, matchClusters, type SavedCluster, selectSavedClusters } from './match-clusters.ts';
import { restrictToSaved } from './restrict-to-saved.ts';
import { checkSeal, planKeyOf } from './seal.ts';
import { noteUnseenRotations } from './warn-undetectable-rotation.ts';

/** What was asked for. */
export interface SavedApply {
  readonly file: string;
  readonly options: ApplyingOptions & ApplicableOptions;
  readonly progress: ApplyProgress;
}

/**
 * Applies a saved plan: makes it again from files, environment and clusters, and carries out what both hold. Nothing
 * is contacted where the file itself says that it cannot be.
 *
 * @throws ConnectSyncError (exit 21) where the plan is refused
 * @throws InvalidInputError where it, or the files that it is made again from, have errors
 */
export async function applySavedPlan(host: Host, { file, options, progress }: SavedApply): Promise<ExitCode> {
  const saved = await loadSavedPlan(workingDirectory(host, options), file);
  checkApplicable(saved, options, host.clock.now());
  checkVariables(saved.options, options);
  const clusters = selectSavedClusters(saved, choiceOf(host, options));
  const project = await loadProject({
    ...projectInput(host, options),
    strict: options.strict === true || saved.options.strict,
  });
  const planKey = planKeyOf(project);
  checkSeal(saved, planKey);
  const works = matchClusters(
    saved,
    await resolveClusters(project, { clusters }, saved.options.allowEmpty ? 'accept' : 'refuse'),
  );
  if (planKey === undefined) {
    noteUnseenRotations(host, options, { clusters: works.map((work) => work.saved), when: 'applying' });
  }
  const ports = portsOf(host, options);
  return reconcileClusters({ host, options, ports }, works.map(withoutIdentity), (work) => ({
    options,
    makePlan: planningOf(work, saved.options, {
      ports,
      policy: policyOf(work, saved.options),
      narrow: (plan, reading) => {
        checkSameCluster(work, reading.worker.kafkaClusterId);
        return restrictToSaved(plan, {
          saved: work.saved,
          desired: work.desired.connectors,
          live: reading.connectors,
          sealing: sealingFor(work.saved.plan, saved.createdAt, planKey),
        });
      },
    }),
    run: { host, options },
    ports,
    progress,
    next: { status: projectArguments(options), apply: planArguments(saved, options), savedIn: file },
  }));
}

/** The values of `--var` are not in the plan: without them the wishes would be others, and all of it stale. */
function checkVariables({ vars }: SavedOptions, options: ApplyingOptions): void {
  const missing = vars.filter((name) => !options.var.has(name));
  if (missing.length === 0) return;
  throw new ConnectSyncError({
    code: 'saved-plan-vars',
    message: `the plan was made with --var ${missing.map((name) => `${name}=…`).join(' --var ')}, whose values are not in it`,
    hint: 'give the same to apply',
    category: 'usage',
  });
}

function choiceOf({ environment }: Host, { cluster, allClusters }: ApplyingOptions): readonly string[] {
  if (allClusters === true && cluster.length > 0) {
    throw new ConnectSyncError({
      code: 'both-cluster-options',
      message: '--cluster and --all-clusters exclude each other',
      category: 'usage',
    });
  }
  const variable = environment.get('CONNECT_SYNC_CLUSTER');
  if (allClusters === true || cluster.length > 0) return cluster;
  return variable ? [variable] : [];
}

/** Another cluster than the project says is refused like another one than the plan was made on, and by the same check. */
function withoutIdentity(work: SavedCluster): SavedCluster {
  return { ...work, target: { ...work.target, kafkaClusterId: undefined } };
}

function policyOf({ project, saved }: SavedCluster, options: SavedOptions): PlanPolicy {
  return {
    ownership: project.files.project.ownership,
    prune: options.prune,
    allowDeletes: options.allowDeletes ?? undefined,
    allowEmpty: options.allowEmpty,
    adopt: options.adopt,
    marks: 'respected',
    only: options.only,
    selected: saved.selected ? new Set(saved.selected) : undefined,
    restart: options.restart,
    maxRestarts: options.maxRestarts,
  };
}

/** What to repeat in a plan that is made anew. */
function planArguments({ options: saved }: SavedPlan, options: ApplyingOptions): readonly string[] {
  const { allowDeletes, ...rest } = saved;
  return applyArguments({ ...options, ...rest, ...(allowDeletes !== null && { allowDeletes }) }, []);
}
