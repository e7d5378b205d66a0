import { compareConnectors } from '../../src/diff/compare-connectors.ts';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Ownership } from '../../src/model/project.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { LimitedConnector } from '../../src/plan/plan-input.ts';
import type { PlanPolicy } from '../../src/plan/plan-policy.ts';
import { reading } from './connectors.ts';

/** The parts of a policy that matter to a test. */
export interface PolicyParts extends Partial<Omit<PlanPolicy, 'ownership'>> {
  readonly ownership?: Partial<Ownership>;
}

/** A policy that prunes nothing, narrows nothing and restarts what is FAILED. */
export function policy({ ownership, ...parts }: PolicyParts = {}): PlanPolicy {
  return {
    ownership: { names: undefined, protect: [], maxDeletes: undefined, marker: undefined, ...ownership },
    prune: false,
    allowDeletes: undefined,
    allowEmpty: false,
    adopt: [],
    markers: 'respected',
    only: [],
    selected: undefined,
    restart: 'failed',
    maxRestarts: 10,
    ...parts,
  };
}

/** What a plan is made from, with everything left out that does not matter to a test. */
export interface PlanParts {
  readonly desired?: readonly DesiredConnector[];
  readonly live?: readonly LiveConnector[];
  readonly version?: string;
  readonly elsewhere?: readonly LimitedConnector[];
  readonly brokenFiles?: number;
  readonly policy?: PolicyParts;
  readonly clusterName?: string | undefined;
}

/** The plan that the files and a cluster lead to. */
export function planFor(parts: PlanParts): Plan {
  const desired = parts.desired ?? [];
  const read = reading(parts.live ?? [], parts.version);
  return makePlan({
    changes: compareConnectors(desired, read.connectors),
    reading: read,
    desired,
    elsewhere: parts.elsewhere ?? [],
    brokenFiles: parts.brokenFiles ?? 0,
    policy: policy(parts.policy),
    cluster: { name: 'clusterName' in parts ? parts.clusterName : 'prod', url: read.url },
  });
}
