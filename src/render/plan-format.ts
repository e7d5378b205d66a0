import type { PlanView } from '../model/plan-view.ts';
import type { OutputProblem } from '../model/print-json.ts';
import type { LinkTo } from '../model/source.ts';
import type { ClusterWords, CommandWord } from './shell.ts';

/** A way to print plans. */
export interface PlanFormat {
  /** Prints the plans of all selected clusters. The result ends with a line feed, or is empty. */
  render(views: readonly PlanView[], options: PlanFormatOptions): string;
}

/** The options of a format. */
export interface PlanFormatOptions {
  readonly color: boolean;
  /**
   * The command: the same differences are a plan, drift, or changes about to be applied; `compare`: between two revisions
   * of the files, which is not applied.
   */
  readonly command: 'plan' | 'drift' | 'apply' | 'compare';
  /** Options that the suggested apply command repeats, such as `--prune`. */
  readonly applyArguments?: readonly CommandWord[];
  /** The same for applying a saved plan, which brings the options of planning. */
  readonly savedArguments?: readonly CommandWord[];
  /** The options that every suggested command repeats, such as `-C`. Left out: no command about a connector is suggested. */
  readonly repeated?: readonly CommandWord[] | undefined;
  /** The clusters that `import` takes connectors from, by the names that the views show. */
  readonly importable?: ReadonlySet<string>;
  /** Lists each connector that is in no file. */
  readonly verbose?: boolean | undefined;
  /** FILE arguments: the plan is limited to them. */
  readonly files?: readonly string[];
  /** The words for `--cluster` where they are not the names that the views show. */
  readonly clusterWords?: ClusterWords | undefined;
  /** The file of the saved plan, if it can be applied. */
  readonly savedIn?: string | undefined;
  /** For Markdown: the web address of a declaration; left out: no links. */
  readonly linkTo?: LinkTo | undefined;
  /** For Markdown: a pipeline applies the plan when its pull request is merged. */
  readonly mergeApplies?: boolean | undefined;
  /** For JSON Patch: adds `test` operations before each replacement and removal. */
  readonly invertible?: boolean | undefined;
  /** Why selected clusters could not be read, so that a partial document says that it is partial. */
  readonly unread?: readonly OutputProblem[];
}

/** The display name of a cluster: its name, or its URL if it has none. */
export function clusterName({ cluster }: Pick<PlanView, 'cluster'>): string {
  return cluster.name ?? cluster.url;
}
