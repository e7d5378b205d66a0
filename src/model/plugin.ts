/** A plugin that a worker has installed. */
export interface Plugin {
  readonly className: string;
  readonly type: string;
  readonly version: string | undefined;
}

/** One configuration key that a plugin (or the framework) defines. */
export interface PluginKey {
  readonly name: string;
  /** BOOLEAN, STRING, INT, SHORT, LONG, DOUBLE, LIST, CLASS or PASSWORD; kept as the worker spells it. */
  readonly type: string;
  readonly required: boolean;
  readonly defaultValue: string | undefined;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | undefined;
}

/** What a worker said of one configuration. The values it echoes are dropped on receipt: they hold secrets. */
export interface Validation {
  readonly keys: readonly PluginKey[];
  readonly errors: readonly KeyError[];
}

/** One objection of a plugin or of the framework. */
export interface KeyError {
  /** The key it speaks of; undefined where the worker refused the configuration as a whole. */
  readonly key: string | undefined;
  /** The worker's own words: untrusted, may hold resolved secrets (Connect REST contract 7.4). */
  readonly workerMessage: string;
}
