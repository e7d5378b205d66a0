/** What `plugins` shows of one worker of a cluster. */
export interface PluginsView {
  readonly format: 'connect-sync/plugins';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** The URL of the worker that answered: each worker has its own plugins. */
  readonly url: string;
  /** By type, then by class. */
  readonly plugins: readonly PluginRow[];
}

/** One plugin; `version` is null where it tells none. */
export interface PluginRow {
  readonly class: string;
  readonly type: string;
  readonly version: string | null;
}

/** What `plugins CLASS` shows. */
export interface PluginPageView {
  readonly format: 'connect-sync/plugin';
  readonly version: 1;
  readonly cluster: string;
  readonly url: string;
  readonly plugin: PluginRow;
  /** In the order in which the worker lists them: the plugin's own first. */
  readonly keys: readonly PluginKeyView[];
}

/** One configuration key. */
export interface PluginKeyView {
  readonly name: string;
  readonly type: string;
  readonly group: string | null;
  readonly importance: string;
  readonly required: boolean;
  /** null: none. */
  readonly default: string | null;
  readonly documentation: string;
}
