import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareConnectors } from '../diff/compare-connectors.ts';
import type { Change } from '../model/change.ts';
import type { Config } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DeclaredConnector, Plan } from '../model/plan.ts';
import type { PlanView } from '../model/plan-view.ts';
import { isClassAlias } from '../model/plugin-classes.ts';
import type { Ports } from '../model/ports.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import { viewPlan } from '../model/redaction/view-plan.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { withoutRepeatedWarnings } from '../plan/assess-validation.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { PlanInput } from '../plan/plan-input.ts';
import type { PlanPolicy } from '../plan/plan-policy.ts';
import { planVerdict } from '../plan/plan-verdict.ts';
import { unmanagedConnectors } from '../plan/unmanaged-connectors.ts';
import { withFindings, withMaskCheck } from '../plan/with-findings.ts';
import { applyStrict } from '../project/load-project.ts';
import { confirmReading, readCluster } from '../project/read-cluster.ts';
import { type ClusterWithClasses, type DesiredCluster, resolveAliases } from '../project/resolve-clusters.ts';
import { declaredIn } from './declared-in-plan.ts';
import { explain } from './explain-plan.ts';
import type { PlanOptions } from './plan-options.ts';
import { makePlanRedactor } from './plan-redactor.ts';
import { checkPoliciesOf, type PlanUnderPolicies } from './policies-of-plan.ts';
import { type ValidatedSteps, validateSteps } from './validate-configs.ts';

/** The plan of one cluster, with what was read to make it. */
export interface PlannedCluster {
  /** The label of the cluster. */
  readonly cluster: string;
  /** Whether `import` takes connectors of this cluster: a project with clusters must declare it. */
  readonly canImport: boolean;
  readonly plan: Plan;
  /** The plan as it may be shown. */
  readonly view: PlanView;
  readonly reading: ClusterReading;
  readonly redactor: Redactor;
  /** What must be as declared when the plan is applied: all that is selected and not of somebody else. */
  readonly declared: readonly DeclaredConnector[];
  /** Why the plan must not be applied; undefined: it may be. */
  readonly blockedBy: PlanBlock | undefined;
  /** The connectors that FILE arguments select; undefined: all. */
  readonly selected: ReadonlySet<string> | undefined;
  /** How many configurations the worker validated, and how long it took. */
  readonly validated: { readonly count: number; readonly milliseconds: number };
  /** The connectors whose configuration the worker refused. */
  readonly refused: readonly string[];
}

/** What blocks a plan: a safety check, a policy, or an error that the worker found in a configuration. */
export type PlanBlock = 'safety-check' | 'policy' | 'worker-validation';

/**
 * Reads a cluster, compares it with its desired state, plans the changes and validates them. Nothing is sent that
 * changes the cluster. It takes four requests, one more for each configuration that changes, one more where connectors
 * are created or deleted, and one more where it matters which class an alias stands for.
 *
 * @throws WorkerFailure where the cluster cannot be read
 * @throws ConnectSyncError where it is another cluster, or its answers contradict each other
 */
export async function planCluster(
  connection: ConnectCluster,
  whole: DesiredCluster,
  options: PlanOptions,
  ports: Ports,
): Promise<PlannedCluster> {
  const { restrict = (plan) => plan, refine = (plan) => plan } = options;
  const now = ports.clock.wallTime();
  const policy = { ...options.policy, now };
  const compared = await readAndCompare(connection, whole, options);
  const { reading, cluster } = compared;
  const { changes, findings: unused } = await rewrite(compared, policy);
  const { project, desired } = cluster;
  const made = makePlan({ ...planInputOf(compared, policy), changes });
  const checked = await withCollisions(await withMaskCheck(made, policy), compared, policy);
  const selected = restrict(checked, reading, desired.connectors);
  const holding =
    options.hold && (await holdSteps(selected, options.hold(selected, reading, desired.connectors)));
  const free = await rollOut(holding?.free ?? selected, desired.connectors, policy);
  const started = ports.clock.now();
  const validated = await validate(connection, free, options);
  const milliseconds = ports.clock.now() - started;
  const restricted = holding?.withHeld(free) ?? free;
  const shown = { plan: restricted, reading, validated, options };
  const { redactor, unread } = await makePlanRedactor(connection, cluster, shown);
  const { findings, state, unvalidated } = validated;
  const found = withFindings(restricted, [...findings, ...unread], state);
  const complete = { ...found, ...(unvalidated && { unvalidated }) };
  const refined = await explain(connection, cluster, refine(complete));
  const plan = await withAllFindings(connection, compared, {
    ...{ plan: refined, redactor, options, now, before: unused },
  });
  const declared = declaredIn(plan, { desired: desired.connectors, reading, policy });
  return {
    cluster: cluster.label,
    canImport: cluster.target.name !== undefined || project.files.clusters.size === 0,
    plan: holding?.withoutHeld(plan) ?? plan,
    view: viewPlan(plan, redactor, project.scrub),
    reading,
    redactor,
    declared: holding?.onlyChanged(declared) ?? declared,
    blockedBy: blockOf(plan),
    selected: policy.selected,
    validated: { count: validated.validations.size, milliseconds },
    refused: [...validated.validations].flatMap(([name, { errors }]) => (errors.length > 0 ? [name] : [])),
  };
}

/** Changes that connectors share are divided into batches; a plan with at most one update has none. */
async function rollOut(plan: Plan, desired: readonly DesiredConnector[], policy: PlanPolicy): Promise<Plan> {
  if (plan.steps.filter(({ kind }) => kind === 'update').length < 2) return plan;
  const { withRollouts } = await import('./with-rollouts.ts');
  return withRollouts(plan, desired, policy);
}

/** Loaded by the controller only. */
async function holdSteps(...args: Parameters<typeof import('./held-steps.ts').holdSteps>) {
  const { holdSteps: hold } = await import('./held-steps.ts');
  return hold(...args);
}

/** Adds the warnings about the files, what policies say, and what has moved. */
async function withAllFindings(
  connection: ConnectCluster,
  compared: Compared,
  { before, ...planned }: PlanUnderPolicies & { readonly before: readonly Diagnostic[] },
): Promise<Plan> {
  const { cluster, reading } = compared;
  const { plan } = planned;
  const denied = await checkPoliciesOf(connection, compared, planned);
  const found = withoutRepeatedWarnings([...cluster.warnings, ...before, ...plan.findings, ...denied]);
  const moved = await findMoved(connection, cluster, { plan, reading });
  return { ...plan, findings: [...applyStrict(cluster.project, found), ...moved] };
}

/** A comparison shows what differs, and changes nothing. */
async function withCollisions(plan: Plan, compared: Compared, policy: PlanPolicy): Promise<Plan> {
  const { connectors: desired } = compared.cluster.desired;
  if (policy.markers === 'ignored' || desired.length + compared.reading.connectors.size < 2) return plan;
  const { collisionsOfPlan } = await import('./find-collisions.ts');
  const collisions = collisionsOfPlan(plan, { ...compared, desired }, policy);
  return { ...plan, findings: [...plan.findings, ...collisions] };
}

/** Warnings that say nothing about the files, so that `--strict` does not count. Loaded late: most plans have none. */
async function findMoved(
  ...args: Parameters<typeof import('./installed-versions.ts').findMovedVersions>
): Promise<readonly Diagnostic[]> {
  const { findMovedVersions } = await import('./installed-versions.ts');
  return findMovedVersions(...args);
}

/** What blocks a plan; undefined: nothing. */
export function blockOf(plan: Plan): PlanBlock | undefined {
  const verdict = planVerdict(plan);
  if (verdict === 'refused-by-guard') return 'safety-check';
  if (verdict === 'denied-by-policy') return 'policy';
  return verdict === 'refused-by-worker' ? 'worker-validation' : undefined;
}

interface Compared extends ClusterWithClasses {
  readonly reading: ClusterReading;
  readonly changes: readonly Change[];
}

function planInputOf({ cluster, changes, classes, reading }: Compared, policy: PlanPolicy): PlanInput {
  const { connectors: desired, elsewhere } = cluster.desired;
  return {
    ...{ changes, classes, reading, desired, elsewhere, policy },
    brokenFiles: cluster.project.files.brokenFiles,
    cluster: { name: cluster.target.name, url: reading.url },
  };
}

/** What is to be created or deleted is confirmed by a second source first. */
async function readAndCompare(
  connection: ConnectCluster,
  cluster: DesiredCluster,
  options: PlanOptions,
): Promise<Compared> {
  const expected = { label: cluster.label, kafkaClusterId: cluster.target.kafkaClusterId };
  const reading = await readCluster(connection, expected);
  const compared = await compare(connection, cluster, reading);
  if (!needsConfirmation(compared, options)) return compared;
  const confirmed = await confirmReading(connection, reading, expected);
  return { ...compared, ...comparison(compared.cluster, confirmed) };
}

/**
 * With `--prune`, a connector that is missing in the list would be overlooked. In the controller the list of states, which
 * it reads anyway, is enough to see that: an idle run costs no request more, and the next one comes soon.
 */
function needsConfirmation(compared: Compared, { policy, hold }: PlanOptions): boolean {
  if (compared.changes.some(({ kind }) => kind === 'create' || kind === 'delete')) return true;
  if (!policy.prune || hold === undefined) return policy.prune;
  const { pruned } = unmanagedConnectors(planInputOf(compared, policy));
  return pruned.length > 0 || compared.reading.onlyInStates?.length !== 0;
}

async function rewrite({ changes }: Compared, { rewriteMasked: patterns = [] }: PlanPolicy) {
  if (patterns.length === 0) return { changes, findings: [] };
  // Loaded only where a person requests it.
  const { rewriteMasked } = await import('../diff/rewrite-masked.ts');
  return rewriteMasked(changes, patterns);
}

/** The plugins are read only where something depends on the class that an alias stands for. */
async function compare(
  connection: ConnectCluster,
  cluster: DesiredCluster,
  reading: ClusterReading,
): Promise<Compared> {
  const first = comparison(cluster, reading);
  if (!cluster.desired.needsClasses && !first.changes.some(dependsOnAlias)) {
    return { cluster, classes: undefined, ...first };
  }
  const resolved = await resolveAliases(connection, cluster);
  return { ...resolved, ...comparison(resolved.cluster, reading) };
}

function comparison({ desired }: DesiredCluster, reading: ClusterReading) {
  return { reading, changes: compareConnectors(desired.connectors, reading.connectors) };
}

function dependsOnAlias(change: Change): boolean {
  if (change.kind !== 'update') return false;
  return [change.target, change.live.config].some((config) => isClassAlias(classOf(config) ?? ''));
}

async function validate(
  connection: ConnectCluster,
  plan: Plan,
  { validation }: PlanOptions,
): Promise<ValidatedSteps> {
  if (validation === 'done') return validateSteps(connection, plan.steps);
  const writes = plan.steps.some((step) => step.change.kind === 'create' || step.change.kind === 'update');
  return { findings: [], state: writes ? 'left-out' : 'not-needed', validations: new Map() };
}

function classOf(config: Config): string | undefined {
  return config.get('connector.class');
}
