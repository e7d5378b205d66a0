import type { Config } from './config.ts';
import type { ConnectorOffset } from './connector-offsets.ts';
import type { DesiredState } from './desired-connector.ts';

/** One REST call that a change needs. The step that holds it names the connector and the change behind it. */
export type Action =
  | { readonly kind: 'put-config'; readonly config: Config }
  | { readonly kind: 'create-with-state'; readonly config: Config; readonly state: 'paused' | 'stopped' }
  | { readonly kind: 'set-state'; readonly state: DesiredState }
  | { readonly kind: 'restart'; readonly includeTasks: boolean; readonly onlyFailed: boolean }
  | { readonly kind: 'restart-task'; readonly task: number }
  | { readonly kind: 'delete' }
  | OffsetsAction;

/** A call that changes the offsets of a STOPPED connector. */
export type OffsetsAction =
  | { readonly kind: 'alter-offsets'; readonly entries: readonly ConnectorOffset[] }
  | { readonly kind: 'reset-offsets' };

/** Whether a call changes offsets. */
export function isOffsetsAction(action: Action): action is OffsetsAction {
  return action.kind === 'alter-offsets' || action.kind === 'reset-offsets';
}
