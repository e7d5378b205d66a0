import type { ConnectorDocument, DiagnosticView, FieldView } from './plan-view.ts';
import type { Source } from './source.ts';

/** The differences between the desired states of two clusters, masked, as `render --against` shows them. */
export interface ComparisonView {
  readonly format: 'connect-sync/comparison';
  readonly version: 1;
  /** The names of the two clusters. */
  readonly before: string;
  readonly after: string;
  /** By name. */
  readonly differences: readonly DifferenceView[];
  /** Names of connectors without differences. */
  readonly identical: readonly string[];
  readonly diagnostics: readonly DiagnosticView[];
}

/** One connector that differs, or that is declared for one of the clusters only. */
export interface DifferenceView {
  /** Its name on `before`, else on `after`: they differ if the name contains a variable. */
  readonly name: string;
  readonly source: Source;
  /** The document of `after`, if another one declares it there. */
  readonly afterSource?: Source | undefined;
  readonly fields: readonly FieldView[];
  /** Null if the states are the same. In it, null means that the files declare no state. */
  readonly state: { readonly before: string | null; readonly after: string | null } | null;
  readonly before: SideView | null;
  readonly after: SideView | null;
}

/** The connector on one of the clusters; null if it is not declared there or absent. */
export interface SideView {
  readonly name: string;
  readonly document: ConnectorDocument;
}
