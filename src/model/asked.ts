import type { RestartParts } from './change.ts';
import type { WishedState } from './desired-connector.ts';

/** What a person asks to be done to connectors by their names, whatever the files say. */
export type Asked =
  | { readonly kind: 'state'; readonly state: WishedState }
  | { readonly kind: 'restart'; readonly parts: RestartParts }
  | { readonly kind: 'delete' };
