import type { Action } from './action.ts';
import type { Change, NoChange } from './change.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Source } from './source.ts';
import type { WorkerInfo } from './worker-info.ts';

/** What apply would do on one cluster, why, what it leaves alone and why, and what stands against it. */
export interface Plan {
  readonly cluster: PlanCluster;
  /** In the order in which they are carried out: by wave, then name; deletions last. */
  readonly steps: readonly Step[];
  readonly unchanged: readonly NoChange[];
  readonly leftAlone: readonly LeftAlone[];
  /** Guards that stand against the whole plan; with any of them nothing is written (exit 22). */
  readonly refusals: readonly Refusal[];
  /** Objections of the worker (errors, exit 29) and warnings. */
  readonly findings: readonly Diagnostic[];
  /** `left-out`: not asked for; `denied`: the credentials may not; `not-needed`: nothing changes. */
  readonly validation: 'done' | 'left-out' | 'denied' | 'not-needed';
  readonly connectorsInFiles: number;
  readonly connectorsLive: number;
  /** Of a saved plan that is applied: its changes that are not carried out. They are part of the account. */
  readonly settled?: readonly SettledChange[];
}

/** A change of a saved plan of which nothing is left to do (`unchanged`), or that nobody has agreed to any more (`stale`). */
export interface SettledChange {
  readonly name: string;
  readonly change: ActiveChange['kind'];
  readonly kind: 'unchanged' | 'stale';
  /** In our words. */
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

/** A change that will be carried out. */
export type ActiveChange = Exclude<Change, NoChange>;

/** One change with the calls it needs, in order; never two steps for one connector. */
export interface Step {
  readonly change: ActiveChange;
  readonly actions: readonly [Action, ...Action[]];
  /** Steps of wave n+1 start when those of wave n are healthy; 0 is the first. */
  readonly wave: number;
  /** What it does to running data, in a few sentences of ours. */
  readonly effects: readonly string[];
  /** Where the wish stands that leads to it; undefined for a pruned connector. */
  readonly source: Source | undefined;
}

/** A connector that is deliberately not touched. */
export interface LeftAlone {
  readonly name: string;
  readonly reason:
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
    | 'not-in-plan';
  /** More about it, in our words: what a restart could not heal, which glob protects it. */
  readonly detail: string | undefined;
}

/** A guard that says no, with all that offend it. */
export interface Refusal {
  readonly code:
    | 'nothing-desired'
    | 'files-in-error'
    | 'too-many-deletes'
    | 'deletes-everything'
    | 'protected'
    | 'needs-adoption'
    | 'other-repository'
    | 'other-cluster';
  readonly message: string;
  readonly hint: string;
  /** Every connector that offends, sorted. */
  readonly names: readonly string[];
}
