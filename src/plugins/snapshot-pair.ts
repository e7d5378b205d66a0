import type { PluginSnapshot } from '../model/plugin-snapshot.ts';
import type { UsedPlugin } from '../model/redaction/password-keys.ts';

/** What both sides of an upgrade say about a plugin of a config. */
export interface SnapshotPair {
  readonly plugin: UsedPlugin;
  readonly before: PluginSnapshot;
  readonly after: PluginSnapshot;
}
