import type { DiagnosticView, PlanView } from '../model/plan-view.ts';

/** A way to print plans. */
export interface PlanFormat {
  /** Prints the plans of all chosen clusters; ends with a line feed, or is empty where there is nothing to print. */
  render(views: readonly PlanView[], options: PlanFormatOptions): string;
}

/** What a format depends on beside the plans. */
export interface PlanFormatOptions {
  readonly color: boolean;
  /** What was asked for: the same differences are a plan, drift, or what is about to be done. */
  readonly command: 'plan' | 'drift' | 'apply';
  /** Options to repeat in the command that carries the plan out, such as `--prune`. */
  readonly applyArguments?: readonly string[];
  /** Of a JSON Patch: with the operations that test what is replaced. */
  readonly invertible?: boolean | undefined;
  /** Why chosen clusters could not be read: a document that people take for the whole must say so. */
  readonly unread?: readonly DiagnosticView[];
}

/** How a cluster is called: its name, else its URL. */
export function clusterName({ cluster }: Pick<PlanView, 'cluster'>): string {
  return cluster.name ?? cluster.url;
}
