import type { RestartParts } from './change.ts';
import type { DesiredState } from './desired-connector.ts';

/** An action on connectors that are given by name, whatever the files declare. */
export type ManualAction =
  | { readonly kind: 'state'; readonly state: DesiredState }
  | { readonly kind: 'restart'; readonly parts: RestartParts }
  | {
      readonly kind: 'delete';
      /** Replaces the limit of deletions, in both directions. */
      readonly allowDeletes?: number | undefined;
    };
