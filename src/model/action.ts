import type { Config } from './config.ts';
import type { DesiredState } from './desired-connector.ts';

/** One REST call that a change needs. The step that holds it names the connector and the change behind it. */
export type Action =
  | { readonly kind: 'put-config'; readonly config: Config }
  | { readonly kind: 'create-with-state'; readonly config: Config; readonly state: 'paused' | 'stopped' }
  | { readonly kind: 'set-state'; readonly state: DesiredState }
  | { readonly kind: 'restart'; readonly includeTasks: boolean; readonly onlyFailed: boolean }
  | { readonly kind: 'restart-task'; readonly task: number }
  | { readonly kind: 'delete' };
