import type { RestartParts } from './change.ts';
import type { DesiredState } from './desired-connector.ts';

/** What a person asks to be done to connectors by their names, whatever the files say. */
export type ManualAction =
  | { readonly kind: 'state'; readonly state: DesiredState }
  | { readonly kind: 'restart'; readonly parts: RestartParts }
  | { readonly kind: 'delete' };
