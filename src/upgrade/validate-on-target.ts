import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Validation } from '../model/plugin.ts';
import { WorkerFailure } from '../model/worker-failure.ts';

const concurrency = 8;

/** A connector, and the config that the target validates. */
export interface Candidate {
  readonly connector: LiveConnector;
  readonly config: Config;
}

/** What came of one validation. */
export type ValidationOutcome =
  | { readonly kind: 'validated'; readonly validation: Validation }
  | { readonly kind: 'denied' }
  /** The worker did not answer in time, or could not: `because` quotes no worker. */
  | { readonly kind: 'failed'; readonly className: string; readonly because: string }
  /** Another connector of the class had failed so: not sent. */
  | { readonly kind: 'skipped'; readonly className: string };

/**
 * Has the target validate each config, which changes nothing. The first connector of each class goes ahead: a class whose
 * validation takes until the time-out, such as one that contacts a database that is away, costs one time-out and not one
 * for each connector.
 *
 * @throws WorkerFailure if the target can no longer be reached
 */
export async function validateOnTarget(
  target: ConnectCluster,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, ValidationOutcome>> {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const className = classOf(candidate);
    if (!first.has(className)) first.set(className, candidate);
  }
  const ahead = new Set(first.values());
  const outcomes = new Map<string, ValidationOutcome>();
  const failed = new Set<string>();
  const validateAll = (some: readonly Candidate[]) =>
    inParallel(some, concurrency, async (candidate) => {
      const className = classOf(candidate);
      const outcome: ValidationOutcome = failed.has(className)
        ? { kind: 'skipped', className }
        : await validate(target, candidate);
      if (outcome.kind === 'failed') failed.add(className);
      outcomes.set(candidate.connector.name, outcome);
    });
  await validateAll([...ahead]);
  await validateAll(candidates.filter((candidate) => !ahead.has(candidate)));
  return outcomes;
}

async function validate(target: ConnectCluster, candidate: Candidate): Promise<ValidationOutcome> {
  const { connector, config } = candidate;
  try {
    const validation = await target.validate(connector.name, config, { budgetMilliseconds: 0 });
    return { kind: 'validated', validation };
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    if (error.verdict === 'unauthorised' || error.verdict === 'forbidden') return { kind: 'denied' };
    if (error.verdict === 'other-cluster' || error.verdict === 'not-sent') throw error;
    return { kind: 'failed', className: classOf(candidate), because: error.brief };
  }
}

function classOf({ config }: Candidate): string {
  return config.get('connector.class') ?? '';
}
