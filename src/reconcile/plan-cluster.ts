import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareConnectors } from '../diff/compare-connectors.ts';
import type { Clock } from '../model/clock.ts';
import type { Config } from '../model/config.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { makePlan, type PlanPolicy } from '../plan/make-plan.ts';
import { withFindings } from '../plan/with-findings.ts';
import {
  type PasswordKeys,
  type PasswordKeysReading,
  readMissingPasswordKeys,
} from '../project/password-keys.ts';
import { confirmReading, type ExpectedCluster, readCluster } from '../project/read-cluster.ts';
import { type ValidatedSteps, validateSteps } from './validate-configs.ts';

/** What is wished of one cluster, and how a plan for it is to be made. */
export interface PlanRequest {
  readonly expected: ExpectedCluster;
  /** The cluster's name in the project file. */
  readonly clusterName: string | undefined;
  readonly connectors: readonly DesiredConnector[];
  readonly elsewhere: readonly { readonly name: string; readonly clusters: readonly string[] }[];
  readonly brokenFiles: number;
  readonly policy: PlanPolicy;
  /** `left-out`: the worker is not asked to judge what changes, and the plan says so. */
  readonly validation: 'asked' | 'left-out';
  /** Whose key types are needed to mask values: of what changes, or of every connector that is shown. */
  readonly keyTypes: 'changed' | 'all';
  readonly clock: Clock;
  /** What is left out of the plan before anything of it is validated; undefined: nothing. */
  readonly narrow?: ((plan: Plan, reading: ClusterReading) => Plan) | undefined;
}

/** A plan with what was read to make it. */
export interface PlannedCluster {
  readonly plan: Plan;
  readonly reading: ClusterReading;
  readonly passwordKeys: PasswordKeys;
  /** How many configurations the worker judged, and how long that took. */
  readonly validated: { readonly count: number; readonly milliseconds: number };
}

/**
 * Reads, compares, plans and validates, in this order. It sends nothing that changes a cluster. With nothing to do
 * it costs four requests; each configuration to write adds one validation, a creation or deletion the plain
 * list.
 *
 * @throws WorkerFailure where the cluster cannot be read
 * @throws ConnectSyncError where it is another cluster, or contradicts itself
 */
export async function planCluster(cluster: ConnectCluster, request: PlanRequest): Promise<PlannedCluster> {
  const { reading, changes } = await readAndCompare(cluster, request);
  const { narrow = (plan: Plan) => plan } = request;
  const whole = makePlan({
    changes,
    reading,
    desired: request.connectors,
    elsewhere: request.elsewhere,
    brokenFiles: request.brokenFiles,
    policy: request.policy,
    cluster: { name: request.clusterName, url: reading.url },
  });
  const plan = narrow(whole, reading);
  const started = request.clock.now();
  const validated = await validate(cluster, plan, request);
  const milliseconds = request.clock.now() - started;
  const types = await readTypes(cluster, { plan, reading, validated, request });
  const unread = types.unreadable.map((className) => diagnose('key-types-unavailable', { className }));
  return {
    plan: withFindings(plan, [...validated.findings, ...unread], validated.state),
    reading,
    passwordKeys: types.passwordKeys,
    validated: { count: validated.validations.size, milliseconds },
  };
}

/** What is to be created or deleted is confirmed by a second source first. */
async function readAndCompare(cluster: ConnectCluster, request: PlanRequest) {
  const reading = await readCluster(cluster, request.expected);
  const changes = compareConnectors(request.connectors, reading.connectors);
  if (!request.policy.prune && !changes.some(({ kind }) => kind === 'create' || kind === 'delete')) {
    return { reading, changes };
  }
  const confirmed = await confirmReading(cluster, reading, request.expected);
  return { reading: confirmed, changes: compareConnectors(request.connectors, confirmed.connectors) };
}

async function validate(cluster: ConnectCluster, plan: Plan, request: PlanRequest): Promise<ValidatedSteps> {
  if (request.validation === 'asked') return validateSteps(cluster, plan.steps);
  const writes = plan.steps.some((step) => step.change.kind === 'create' || step.change.kind === 'update');
  return { findings: [], state: writes ? 'left-out' : 'not-needed', validations: new Map() };
}

interface Planned {
  readonly plan: Plan;
  readonly reading: ClusterReading;
  readonly validated: ValidatedSteps;
  readonly request: PlanRequest;
}

function readTypes(cluster: ConnectCluster, planned: Planned): Promise<PasswordKeysReading> {
  const validations = planned.plan.steps.flatMap(({ change }) => {
    const validation = planned.validated.validations.get(change.name);
    const className = 'target' in change ? classOf(change.target) : undefined;
    return className && validation ? [[className, validation] as const] : [];
  });
  const classes = shownClasses(planned);
  return readMissingPasswordKeys(cluster, planned.reading.worker, { classes, validations });
}

function shownClasses({ plan, reading, request }: Planned): string[] {
  const configs: Config[] = [];
  for (const { change } of plan.steps) {
    if ('target' in change) configs.push(change.target);
    // What is deleted, restarted or put into another state is shown too, and its traces may quote its secrets.
    if ('live' in change) configs.push(change.live.config);
  }
  if (request.keyTypes === 'all') {
    for (const live of reading.connectors.values()) configs.push(live.config);
  }
  return configs.flatMap((config) => classOf(config) ?? []);
}

function classOf(config: Config): string | undefined {
  return config.get('connector.class');
}
