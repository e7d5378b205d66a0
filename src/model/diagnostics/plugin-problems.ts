import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with snapshots of plugins, and with configs that contradict them. */
export const pluginProblems = {
  'not-a-snapshot': problem<{ format: string; found: string | undefined }>({
    severity: 'warning',
    message: ({ format, found }) =>
      found === undefined
        ? `not a plugin snapshot: "format" is not "${format}"`
        : `not a plugin snapshot: "format" is "${found}", not "${format}"`,
    hint: 'delete the file, or write it again with  connect-sync plugins pull',
    means: 'A file in the folder of plugin snapshots is something else.',
    matters: 'It is ignored, so that connectors are checked without it.',
    remedy: 'Delete or move the file.',
  }),
  'unsupported-snapshot-version': problem<{ version: string }>({
    severity: 'warning',
    message: ({ version }) =>
      `snapshot version ${version} is not supported: this connect-sync reads version 1 only`,
    hint: 'write it again with  connect-sync plugins pull , or use a newer connect-sync',
    means: 'A newer connect-sync wrote the plugin snapshot.',
    matters: 'It is ignored, so that connectors are checked without it.',
  }),
  'plugin-version-moved': problem<{
    cluster: string;
    className: string;
    saved: readonly string[];
    now: readonly string[];
  }>({
    severity: 'warning',
    message: ({ cluster, className, saved, now }) =>
      now.length === 0
        ? `${cluster} no longer has ${className} (snapshot: ${saved.join(', ')})`
        : `${cluster} now has ${className} ${now.join(', ')} (snapshot: ${saved.join(', ')})`,
    hint: ({ cluster }) => movedHint(cluster),
    means: 'A plugin that the files use has another version than when its snapshot was made.',
    matters:
      'validate  without a cluster checks with the keys of the old version, and keys may have been removed or have another default.',
    remedy:
      'Compare the versions with  connect-sync plugins diff , then save the new one with  connect-sync plugins pull .',
  }),
  'worker-version-moved': problem<{ cluster: string; saved: string; now: string }>({
    severity: 'warning',
    message: ({ cluster, saved, now }) => `${cluster} now runs Kafka Connect ${now} (snapshot: ${saved})`,
    hint: ({ cluster }) => movedHint(cluster),
    means:
      'The cluster runs another version of Kafka Connect than when the snapshots of its plugins were made.',
    matters: 'The keys that every connector has, and the plugins that come with Kafka Connect, may differ.',
    remedy: 'Save the new versions with  connect-sync plugins pull .',
  }),
  'invalid-snapshot': problem<{ where: string; fault: string }>({
    severity: 'warning',
    message: ({ where, fault }) => `invalid plugin snapshot: ${where} ${fault}`,
    hint: 'write it again with  connect-sync plugins pull',
    means: 'The file is a plugin snapshot, but its contents are invalid: it was edited or truncated.',
    matters: 'It is ignored, so that connectors are checked without it.',
  }),
  'misnamed-snapshot': problem<{ expected: string }>({
    severity: 'warning',
    message: ({ expected }) => `the file name does not fit its contents, which are those of ${expected}`,
    hint: ({ expected }) => `rename it to ${expected}, or write it again with  connect-sync plugins pull`,
    means: 'The name of a plugin snapshot names another class or version than its contents.',
    matters: 'Its contents count. The next  connect-sync plugins pull  writes another file beside it.',
    remedy: 'Rename the file, or delete it and write it again with  connect-sync plugins pull .',
  }),
  'duplicate-snapshot': problem<{ what: string }>({
    severity: 'warning',
    message: ({ what }) => `two snapshots of ${what}: this one is ignored`,
    hint: 'delete one of the two files',
    means: 'Two files describe the same version of a plugin.',
    matters: 'They may differ. The one whose name fits its contents counts, else the first one.',
  }),
  'unlisted-plugin': problem<{
    key: string;
    className: string;
    near: string | undefined;
    from: string;
    cluster?: string | undefined;
  }>({
    severity: 'error',
    message: ({ className, key, from }) =>
      `plugin ${className} (${key}) is not installed, according to ${from}`,
    hint: ({ near, cluster }) =>
      `${near === undefined ? 'correct the class; if' : `did you mean ${near}? If`} it was installed since, update the list with  connect-sync plugins pull${cluster === undefined ? '' : ` --cluster ${cluster}`}`,
    means:
      'The config names a plugin that the cluster had not installed when its plugins were pulled. For a connector class this is an error. For other plugins it is a warning, because a worker may find classes that it does not list.',
    matters: 'The worker refuses a config with a class that it does not find.',
    remedy:
      'Correct the class, or install the plugin on every worker. Then update the list with  connect-sync plugins pull .',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSorce\n  topic: orders\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n',
  }),
  'missing-required-key': problem<{ name: string; keys: readonly string[]; plugin: string }>({
    severity: 'error',
    message: ({ name, keys, plugin }) => `${name} has no ${quoted(keys)}, which ${plugin} requires`,
    hint: ({ keys }) => (keys.length === 1 ? 'add it to the config' : 'add them to the config'),
    means:
      'A plugin of the connector requires a key that the config does not set. The plugin snapshot says so, or the validation of the plugin is known to refuse it.',
    matters: 'The worker refuses the config.',
    remedy:
      'Set the key. If the installed version of the plugin does not require it, run  connect-sync plugins pull .',
    before: '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n',
  }),
  'topics-not-clear': problem<{ name: string; isBoth: boolean }>({
    severity: 'error',
    message: ({ name, isBoth }) =>
      isBoth
        ? `${name} sets both "topics" and "topics.regex", and a sink takes only one of them`
        : `${name} sets neither "topics" nor "topics.regex", and a sink requires one of them`,
    hint: ({ isBoth }) => (isBoth ? 'remove one of them' : 'add one of them to the config'),
    means: 'A sink connector sets both "topics" and "topics.regex", or neither of them.',
    matters: 'The worker refuses the config: it must know which topics to read.',
    remedy: 'Set exactly one of them.',
    before: '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSink\n',
    after: '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSink\n  topics: orders\n',
  }),
  /** `words`: what the value must be. The value is not shown: it may be secret. */
  'wrong-value-type': problem<{ key: string; words: string; plugin: string }>({
    severity: 'error',
    message: ({ key, words, plugin }) => `"${key}" must be ${words} (${plugin})`,
    hint: 'correct the value',
    means: 'The plugin snapshot gives the type of a key, and the value is not of this type.',
    matters: 'The worker refuses the config.',
    remedy:
      'Correct the value. If the installed version of the plugin defines another type, run  connect-sync plugins pull .',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  batch.size: many\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  batch.size: 500\n',
  }),
  'value-not-allowed': problem<{
    key: string;
    values: readonly string[];
    near: string | undefined;
    plugin: string;
  }>({
    severity: 'error',
    message: ({ key, values, plugin }) =>
      values.length === 1
        ? `"${key}" must be ${values[0]} (${plugin})`
        : `"${key}" must be one of ${values.join(', ')} (${plugin})`,
    hint: ({ near }) => (near === undefined ? 'choose one of them' : `did you mean ${near}?`),
    means: 'The plugin accepts only some values for the key, and the value is none of them.',
    matters: 'The worker refuses the config.',
    remedy:
      'Use one of the values. If the installed version of the plugin accepts others, run  connect-sync plugins pull .',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  mode: fasst\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  mode: fast\n',
  }),
  'deprecated-key': problem<{
    key: string;
    replacement: string | undefined;
    isReplaced: boolean;
    plugin: string;
  }>({
    severity: 'warning',
    message: ({ key, plugin }) => `"${key}" is deprecated in ${plugin}`,
    hint: ({ replacement, isReplaced }) => {
      if (replacement === undefined) return 'see the documentation of the plugin for what to use instead';
      return isReplaced ? `remove it: ${replacement} is set` : `use  ${replacement}  instead`;
    },
    means: 'The documentation of the plugin says that the key is deprecated.',
    matters: 'The worker accepts the key, and a later version of the plugin may ignore it.',
    remedy: 'Use the key that the documentation names.',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  rows: 500\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: org.example.OrdersSource\n  topic: orders\n  batch.size: 500\n',
  }),
};

function quoted(keys: readonly string[]): string {
  return listOf(
    keys.map((key) => `"${key}"`),
    'and',
  );
}

/** A cluster that is only a URL has a snapshot too. */
function movedHint(cluster: string): string {
  return `see the difference with  connect-sync plugins diff .connect-sync/plugins ${cluster} , then save it with  connect-sync plugins pull --cluster ${cluster}`;
}
