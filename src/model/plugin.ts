/** A plugin that a worker has installed. */
export interface Plugin {
  readonly className: string;
  readonly type: string;
  readonly version: string | undefined;
}

/** One configuration key that a plugin (or the framework) defines. */
export interface PluginKey {
  readonly name: string;
  /** BOOLEAN, STRING, INT, SHORT, LONG, DOUBLE, LIST, CLASS or PASSWORD, as the worker reports it. */
  readonly type: string;
  readonly required: boolean;
  readonly defaultValue: string | undefined;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | undefined;
  /** The values that a validation recommends, which depend on the rest of the config; left out: none. */
  readonly recommended?: readonly string[];
}

/** The validation of one configuration. Echoed values are dropped on receipt, because they contain secrets. */
export interface Validation {
  readonly keys: readonly PluginKey[];
  readonly errors: readonly KeyError[];
}

/** One validation error of a plugin or of the framework. */
export interface KeyError {
  /** The key; undefined if the worker rejected the configuration as a whole. */
  readonly key: string | undefined;
  /** The message of the worker: untrusted, may hold resolved secrets (Connect REST contract 7.4). */
  readonly workerMessage: string;
}
