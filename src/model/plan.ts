import type { Action } from './action.ts';
import type { Change, NoChange } from './change.ts';
import type { ConnectorName } from './connector-name.ts';
import type { DesiredConnector, DesiredState } from './desired-connector.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { KeyEffect } from './key-effect.ts';
import type { ExpectedConnector, LiveConnector } from './live-connector.ts';
import type { Rollout } from './rollout.ts';
import type { Source } from './source.ts';
import type { WorkerInfo } from './worker-info.ts';

/** The changes that apply would make on one cluster, what it leaves alone and why, and what prevents an apply. */
export interface Plan {
  readonly cluster: PlanCluster;
  /** In the order in which they are applied: by wave, then name; deletions last. */
  readonly steps: readonly PlannedStep[];
  readonly unchanged: readonly NoChange[];
  readonly leftAlone: readonly LeftAlone[];
  /** Failed safety checks; with any of them nothing is written. */
  readonly refusals: readonly Refusal[];
  /** Errors of the worker's validation, and warnings. */
  readonly findings: readonly Diagnostic[];
  /** `left-out`: not requested; `denied`: the credentials are not allowed to; `not-needed`: nothing changes. */
  readonly validation: 'done' | 'left-out' | 'denied' | 'not-needed';
  readonly connectorsDeclared: number;
  readonly connectorsLive: number;
  /**
   * Connectors whose configuration the credentials are not allowed to have validated, while others were: such a change
   * fails before anything is sent.
   */
  readonly unvalidated?: readonly string[];
  /** Shared changes that are applied in batches; left out: none. */
  readonly rollouts?: readonly Rollout[];
  /** Changes of the plan that are not applied. They are part of the report. */
  readonly leftOut?: readonly LeftOutChange[];
}

/**
 * A change of a saved plan of which nothing is left to do (`unchanged`), or that no longer is as reviewed
 * (`stale`); a change of any plan that cannot be made (`failed`), or that the controller holds (`skipped`).
 */
export interface LeftOutChange {
  readonly name: string;
  readonly change: ChangeKind;
  readonly kind: 'unchanged' | 'stale' | 'failed' | 'skipped';
  /** In words of connect-sync. */
  readonly reason: string;
  readonly wave: number;
  readonly source: Source | undefined;
}

/** The cluster a plan is for. */
export interface PlanCluster {
  readonly name: string | undefined;
  /** The URL that answered, fit to be shown. */
  readonly url: string;
  readonly worker: WorkerInfo;
}

/** A change that will be applied. */
export type ActiveChange = Exclude<Change, NoChange>;

/** What a step does to its connector; offsets are changed by request only, never by a plan. */
export type ChangeKind = PlannedChangeKind | 'offsets';

/** The kinds of changes that a plan has. Spelled out, since views of the public API have them. */
export type PlannedChangeKind = 'create' | 'update' | 'set-state' | 'restart' | 'delete';

/**
 * What is done to one connector: what must still be live before, the calls in order, and what it must be after. Plans
 * consist of them, and so does a rollback; never two for one connector.
 */
export interface Step {
  readonly name: ConnectorName;
  readonly kind: ChangeKind;
  readonly actions: readonly [Action, ...Action[]];
  /** What the plan saw; undefined: there was no connector of that name. */
  readonly expected: ExpectedConnector | undefined;
  /** The state in which it must end; undefined: whichever it has. */
  readonly desiredState: DesiredState | undefined;
  /** Keys that are managed elsewhere: they may differ, and keep their live value when the config is written. */
  readonly ignoreKeys: readonly string[];
  /** It is healthy without any task too. Default: false. */
  readonly allowNoTasks?: boolean;
  /** Restarts are sent whether or not anything is FAILED, because a person requested them. Default: only what is FAILED is restarted. */
  readonly forceRestart?: boolean;
  /** The config is sent although all that can be compared is equal, because masked values are rewritten. Default: false. */
  readonly rewritesMasked?: boolean;
  /**
   * Its first call suspends the connector only for the calls in between, its last one ends that: a failure or an
   * interrupt must not leave it suspended. Default: false.
   */
  readonly suspendedOnlyForWrite?: boolean;
}

/** What is applied to one cluster: a plan, or steps by request, which are no change of a plan and depend on nothing. */
export interface StepsToApply extends Pick<Plan, 'refusals' | 'findings' | 'leftOut' | 'rollouts'> {
  readonly steps: readonly RequestedStep[];
  /** Everything that must be as declared at the end, whether or not a step changes it. Left out: nothing beyond the steps. */
  readonly declared?: readonly DeclaredConnector[];
  readonly cluster: { readonly worker: Pick<WorkerInfo, 'version'> };
}

/** A declared connector and what the plan saw of it: at the end of the run it must be as declared. */
export interface DeclaredConnector {
  readonly desired: DesiredConnector;
  readonly live: LiveConnector | undefined;
}

/** A step of a plan, or by request. */
export type RequestedStep = Step & Partial<Omit<PlannedStep, keyof Step>>;

/** A step of a plan, with the change that it makes. */
export interface PlannedStep extends Step {
  readonly change: ActiveChange;
  /** Steps of wave n+1 start when those of wave n are healthy; 0 is the first. */
  readonly wave: number;
  /** Within the wave, steps of batch n+1 start when those of batch n are healthy. Left out: 0, the first. */
  readonly batch?: number;
  /** What it does to running data, in a few sentences of ours. */
  readonly effects: readonly string[];
  /** Those of changed keys; left out if none is known. */
  readonly keyEffects?: readonly KeyEffect[];
  /** The line of the connector file that leads to it; undefined for a pruned connector. */
  readonly source: Source | undefined;
}

/** A connector that is deliberately not touched. */
export interface LeftAlone {
  readonly name: string;
  readonly reason:
    | 'in-no-file'
    | 'not-owned'
    | 'unpruned'
    | 'protected'
    | 'other-cluster'
    | 'unmanageable-name'
    | 'not-selected'
    | 'restart-off'
    | 'restart-limit'
    | 'restart-useless'
    | 'cannot-compare'
    | 'other-repository'
    | 'stale'
    | 'not-in-plan'
    | 'suspended';
  /** More about it, in our words: what a restart could not heal, which glob protects it. */
  readonly detail: string | undefined;
  /** For `cannot-compare`: the keys whose live values the worker masks. */
  readonly masked?: readonly string[];
  /** For a connector that is in no file: the deleted file that declared it; `commit` is null if that is not committed. */
  readonly deleted?: { readonly file: string; readonly commit: string | null };
}

/** A failed safety check, with its connectors. */
export interface Refusal {
  readonly code:
    | 'nothing-desired'
    | 'files-in-error'
    | 'too-many-deletes'
    | 'deletes-everything'
    | 'protected'
    | 'needs-adoption'
    | 'other-repository'
    | 'other-cluster'
    | 'masked-values'
    | 'rollback-over-masks';
  readonly message: string;
  readonly hint: string;
  /** The connectors that it is about, sorted. */
  readonly names: readonly string[];
}
