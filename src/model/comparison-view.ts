import type { ConnectorDocument, DiagnosticView, FieldView } from './plan-view.ts';
import type { Source } from './source.ts';

/** How the wishes for two clusters differ, redacted, as `render --against` shows it. */
export interface ComparisonView {
  readonly format: 'connect-sync/comparison';
  readonly version: 1;
  /** The names of the two clusters. */
  readonly before: string;
  readonly after: string;
  /** What differs, sorted by name. */
  readonly differences: readonly DifferenceView[];
  /** Names of connectors that are wished alike on both. */
  readonly alike: readonly string[];
  readonly diagnostics: readonly DiagnosticView[];
}

/** One connector that is wished differently, or on one of the clusters only. */
export interface DifferenceView {
  /** Its name on the cluster before, else after: a variable in it may make the two differ. */
  readonly name: string;
  readonly source: Source;
  readonly fields: readonly FieldView[];
  /** Null where both are alike; in it, null stands for a state that the files do not name. */
  readonly state: { readonly before: string | null; readonly after: string | null } | null;
  readonly before: SideView | null;
  readonly after: SideView | null;
}

/** The wish for one of the clusters; null where there is none, or it shall be absent. */
export interface SideView {
  readonly name: string;
  readonly document: ConnectorDocument;
}
