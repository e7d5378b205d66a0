import { type ExitCode, exitCodes } from '../cli/exit-codes.ts';
import type { PlanningOptions } from '../cli/options/project-options.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import { makeRedactor, type Redactor } from '../model/redaction/redactor.ts';
import { viewPlan } from '../model/redaction/view-plan.ts';
import { unreachable } from '../model/unreachable.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { type PlanPolicy, pruneUsageProblem } from '../plan/plan-policy.ts';
import { planVerdict } from '../plan/plan-verdict.ts';
import { applyStrict } from '../project/load-project.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { type PlannedCluster, type PlanRequest, planCluster } from './plan-cluster.ts';
import { selectFiles } from './select-files.ts';

/** A plan made by a command, with the view of it that may be shown. */
export interface MadePlan {
  readonly plan: Plan;
  readonly view: PlanView;
  readonly reading: ClusterReading;
  readonly redactor: Redactor;
  readonly validated: PlannedCluster['validated'];
}

/** How a command wants its plan to be made. */
export interface PlanManner {
  readonly policy: PlanPolicy;
  readonly validation: PlanRequest['validation'];
  readonly keyTypes: PlanRequest['keyTypes'];
  /** What is left out of the plan before anything of it is validated; undefined: nothing. */
  readonly narrow?: PlanRequest['narrow'];
  /** What the command has to say about the plan, beside what the files and the cluster do; undefined: nothing. */
  readonly refine?: ((plan: Plan) => Plan) | undefined;
}

/**
 * The policy that the options of plan and apply describe, on one cluster.
 *
 * @throws ConnectSyncError (usage) where `--prune` cannot be meant together with the rest
 */
export function planPolicy(
  work: DesiredCluster,
  options: PlanningOptions,
  files: readonly string[],
): PlanPolicy {
  const policy: PlanPolicy = {
    ownership: work.project.files.project.ownership,
    prune: options.prune === true,
    allowDeletes: options.allowDeletes,
    allowEmpty: options.allowEmpty === true,
    adopt: options.adopt,
    marks: 'respected',
    only: options.only,
    selected: selectFiles(work, files),
    restart: options.restart,
    maxRestarts: options.maxRestarts,
  };
  const problem = pruneUsageProblem(policy);
  if (problem === undefined) return policy;
  throw new ConnectSyncError({ code: 'prune-usage', message: problem, category: 'usage' });
}

/** The policy of commands that only compare: nothing is pruned, and health is none of their business. */
export function comparingPolicy(work: DesiredCluster, files: readonly string[]): PlanPolicy {
  return {
    ownership: work.project.files.project.ownership,
    prune: false,
    allowDeletes: undefined,
    allowEmpty: false,
    adopt: [],
    marks: 'respected',
    only: [],
    selected: selectFiles(work, files),
    restart: 'none',
    maxRestarts: 0,
  };
}

/** Plans for one cluster and makes the redacted view, warnings about the files included. */
export async function planWork(
  cluster: ConnectCluster,
  work: DesiredCluster,
  manner: PlanManner,
  ports: Ports,
): Promise<MadePlan> {
  const { project, target, vars, desired } = work;
  const { refine = (plan) => plan, ...rest } = manner;
  const planned = await planCluster(cluster, {
    expected: { label: work.label, kafkaClusterId: target.kafkaClusterId },
    clusterName: target.name,
    connectors: desired.connectors,
    elsewhere: desired.elsewhere,
    brokenFiles: project.files.brokenFiles,
    ...rest,
    clock: ports.clock,
  });
  const redactor = makeRedactor({
    live: planned.reading.connectors.values(),
    desired: desired.connectors,
    // A file that wishes a connector absent may still say which of its values are secret.
    get secretKeys() {
      return secretReferences(project.files, { name: target.name, vars });
    },
    passwordKeys: planned.passwordKeys,
    known: project.secrets,
  });
  const refined = refine(planned.plan);
  const plan = { ...refined, findings: applyStrict(project, [...work.warnings, ...refined.findings]) };
  return {
    plan,
    view: viewPlan(plan, redactor, project.scrub),
    reading: planned.reading,
    redactor,
    validated: planned.validated,
  };
}

/** Whose key types a format needs: patches must carry the same marks as `show`, which prints every connector. */
export function typesFor(format: string | undefined): PlanRequest['keyTypes'] {
  return format === 'json-patch' || format === 'diff' ? 'all' : 'changed';
}

/** Why a plan must not be carried out, as an exit code; undefined: nothing stands against it. */
export function refusalExitCode(plan: Plan): ExitCode | undefined {
  const verdict = planVerdict(plan);
  switch (verdict) {
    case 'refused-by-guard':
      return exitCodes.safetyRefusal;
    case 'refused-by-worker':
      return exitCodes.invalidInput;
    case 'clean':
    case 'changes':
      return undefined;
    default:
      return unreachable(verdict);
  }
}
