import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type Config, compareText } from '../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { Plan, PlannedStep } from '../model/plan.ts';
import type { Validation } from '../model/plugin.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { assessValidation } from '../plan/assess-validation.ts';

/** Reads in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

/** What validation needs of a step. */
type ValidatedStep = Pick<PlannedStep, 'change' | 'actions'>;

/** The worker's validation of configurations. */
export interface ValidatedSteps {
  readonly findings: readonly Diagnostic[];
  readonly state: Plan['validation'];
  /** The connectors whose validation is forbidden, while others were validated. */
  readonly unvalidated?: readonly string[];
  /** By connector name. Their key types tell which values are secret. */
  readonly validations: ReadonlyMap<string, Validation>;
}

/**
 * Has the worker validate each configuration that would be written, with one request each. The request is a PUT, but
 * changes nothing. Where the credentials are not allowed to send any, the state is `denied`; where they are allowed to
 * send some, the others are `unvalidated`.
 *
 * @throws WorkerFailure other than `unauthorised` and `forbidden`
 */
export async function validateSteps(
  cluster: ConnectCluster,
  steps: readonly ValidatedStep[],
): Promise<ValidatedSteps> {
  const written = steps.flatMap((step) => {
    const config = writtenConfig(step);
    return config ? [{ step, config }] : [];
  });
  if (written.length === 0) return { findings: [], state: 'not-needed', validations: new Map() };
  const validations = new Map<string, Validation>();
  const findings = await inParallel(written, readConcurrency, async ({ step, config }) => {
    const validation = await unlessDenied(cluster.validate(step.change.name, config));
    if (validation === 'unauthorised' || validation === 'forbidden') return validation;
    validations.set(step.change.name, validation);
    return assessValidation(step, validation);
  });
  const names = written.map(({ step }) => step.change.name).filter((name) => !validations.has(name));
  const found = findings.flatMap((one) => (typeof one === 'string' ? [] : one));
  if (names.length === 0) return { state: 'done', findings: found, validations };
  if (validations.size === 0 || findings.includes('unauthorised')) {
    const denied = diagnose('validation-denied', { count: written.length, names: [] });
    return { state: 'denied', findings: [denied], validations: new Map() };
  }
  const unvalidated = [...names].sort(compareText);
  const denied = diagnose('validation-denied', { count: names.length, names: unvalidated });
  return { state: 'done', findings: [...found, denied], unvalidated, validations };
}

async function unlessDenied(
  validation: Promise<Validation>,
): Promise<Validation | 'unauthorised' | 'forbidden'> {
  try {
    return await validation;
  } catch (error) {
    const verdict = error instanceof WorkerFailure ? error.verdict : undefined;
    if (verdict === 'unauthorised' || verdict === 'forbidden') return verdict;
    throw error;
  }
}

/**
 * Has the worker validate every desired connector, whether it would change or not: what is wrong now may have been
 * right with an earlier version of a plugin.
 *
 * @throws WorkerFailure other than `unauthorised` and `forbidden`
 */
export async function validateDesired(
  cluster: ConnectCluster,
  connectors: readonly DesiredConnector[],
): Promise<ValidatedSteps> {
  const present = connectors.filter((connector) => connector.kind === 'present');
  return validateSteps(cluster, present.map(asCreation));
}

/** The step that would create the connector if the cluster were empty. */
function asCreation(desired: PresentConnector): ValidatedStep {
  return {
    change: { kind: 'create', name: desired.name, desired, target: desired.config },
    actions: [{ kind: 'put-config', config: desired.config }],
  };
}

function writtenConfig(step: ValidatedStep): Config | undefined {
  for (const action of step.actions) {
    if (action.kind === 'put-config' || action.kind === 'create-with-state') return action.config;
  }
  return undefined;
}
