import type { PresentConnector } from '../model/desired-connector.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import type { DefinedKeys } from './defined-keys.ts';

/** What the checks need of a connector. */
export type CheckedConnector = Pick<
  PresentConnector,
  'name' | 'config' | 'origins' | 'secretKeys' | 'source' | 'ignoreKeys' | 'fingerprint'
>;

/** A connector with what the snapshots define for it. */
export interface CheckContext {
  readonly connector: CheckedConnector;
  readonly defined: DefinedKeys;
  readonly set: PluginSet;
  /**
   * Whether the value of a key is known and written as it is: without a reference to a provider or to a variable that is
   * not set, without a mask, and not managed elsewhere.
   */
  readonly isKnown: (key: string) => boolean;
}
