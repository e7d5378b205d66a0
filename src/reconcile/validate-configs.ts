import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { Plan, PlannedStep } from '../model/plan.ts';
import type { Validation } from '../model/plugin.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { assessValidation } from '../plan/assess-validation.ts';

/** Reads in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

/** What validation needs of a step. */
export type ValidatedStep = Pick<PlannedStep, 'change' | 'actions'>;

/** What the worker said of the configurations that a plan would write. */
export interface ValidatedSteps {
  readonly findings: readonly Diagnostic[];
  readonly state: Plan['validation'];
  /** By connector name. Their key types tell which values are secret. */
  readonly validations: ReadonlyMap<string, Validation>;
}

/**
 * Asks the worker to judge each configuration that would be written, one request each. It is a PUT, but it only
 * reads. Where the credentials may not, the plan says that it was not validated (`denied`).
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
      findings: written.flatMap(({ step }, index) => judge(step, validations[index])),
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

const nothing: Validation = { keys: [], errors: [] };

function judge(step: ValidatedStep, validation: Validation | undefined): readonly Diagnostic[] {
  return validation ? assessValidation(step, validation) : [];
}

function writtenConfig(step: ValidatedStep): Config | undefined {
  for (const action of step.actions) {
    if (action.kind === 'put-config' || action.kind === 'create-with-state') return action.config;
  }
  return undefined;
}
