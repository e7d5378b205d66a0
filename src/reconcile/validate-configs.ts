import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
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
  /** By connector name. Their key types tell which values are secret. */
  readonly validations: ReadonlyMap<string, Validation>;
}

/**
 * Has the worker validate each configuration that would be written, with one request each. The request is a PUT, but
 * changes nothing. Where the credentials are not allowed to send it, the state is `denied`.
 *
 * @throws WorkerFailure other than `unauthorised`
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
  try {
    const validations = await inParallel(written, readConcurrency, ({ step, config }) =>
      cluster.validate(step.change.name, config),
    );
    return {
      state: 'done',
      findings: written.flatMap(({ step }, index) => assess(step, validations[index])),
      validations: new Map(
        written.map(({ step }, index) => [step.change.name, validations[index] ?? nothing]),
      ),
    };
  } catch (error) {
    if (!(error instanceof WorkerFailure) || error.verdict !== 'unauthorised') throw error;
    return {
      findings: [diagnose('validation-denied', { count: written.length })],
      state: 'denied',
      validations: new Map(),
    };
  }
}

/**
 * Has the worker validate every desired connector, whether it would change or not: what is wrong now may have been
 * right with an earlier version of a plugin.
 *
 * @throws WorkerFailure other than `unauthorised`
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

const nothing: Validation = { keys: [], errors: [] };

function assess(step: ValidatedStep, validation: Validation | undefined): readonly Diagnostic[] {
  return validation ? assessValidation(step, validation) : [];
}

function writtenConfig(step: ValidatedStep): Config | undefined {
  for (const action of step.actions) {
    if (action.kind === 'put-config' || action.kind === 'create-with-state') return action.config;
  }
  return undefined;
}
