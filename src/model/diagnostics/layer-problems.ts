import { problem } from './problem.ts';

/** Problems with defaults, profiles and overrides, and with `!unset`. */
export const layerProblems = {
  'unknown-profile': problem<{ profile: string; known: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ profile }) => `the project file declares no profile "${profile}"`,
    hint: ({ known, suggestion }) => {
      if (suggestion) return `did you mean "${suggestion}"?`;
      return known.length > 0
        ? `declared profiles: ${known.join(', ')}`
        : 'declare it under  profiles:  in the project file';
    },
    means: 'extends:  refers to a profile that the project file does not declare.',
    matters: 'The connector would not inherit the keys of the profile.',
    remedy: 'Correct the name, or declare the profile under  profiles: .',
    before:
      '# connect-sync.yaml\nversion: 1\nprofiles: {avro: {config: {key.converter: A}}}\n# connectors/orders.yaml\nextends: [avor]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nprofiles: {avro: {config: {key.converter: A}}}\n# connectors/orders.yaml\nextends: [avro]\nconfig: {topics: orders}\n',
  }),
  'profile-cycle': problem<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) =>
      names.length === 1
        ? `the profile "${names[0]}" extends itself`
        : `profile cycle: ${[...names, names[0]].join(' -> ')}`,
    hint: 'remove one of the entries of  extends:',
    means: 'Profiles extend each other in a cycle.',
    matters: 'Their precedence is undefined.',
    remedy: 'Remove one of the entries of  extends: .',
    before: '# connect-sync.yaml\nversion: 1\nprofiles:\n  a: {extends: [b]}\n  b: {extends: [a]}\n',
    after: '# connect-sync.yaml\nversion: 1\nprofiles:\n  a: {extends: [b]}\n  b: {}\n',
  }),
  'key-not-inheritable': problem<{ key: string; where: string }>({
    severity: 'error',
    message: ({ key, where }) => `"${key}" cannot be set in  ${where}:`,
    hint: ({ key }) =>
      key === 'name'
        ? 'set the name of each connector in its connector file'
        : 'defaults are selected by class: set the class in the connector file or in a profile',
    means: 'A default sets connector.class, or a default, a profile or an override sets name.',
    matters:
      'Defaults are selected by class, so a default cannot set it; and two connectors cannot share a name.',
    remedy: 'Set the class in the connector file or in a profile, and the name in the connector file.',
    before: '# connect-sync.yaml\nversion: 1\ndefaults:\n  - config: {connector.class: FileStreamSource}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nprofiles:\n  lines: {config: {connector.class: FileStreamSource}}\n',
  }),
  'misplaced-unset': problem<{ hasValue: boolean }>({
    severity: 'error',
    message: ({ hasValue }) =>
      hasValue
        ? '!unset removes an inherited key and takes no value'
        : '!unset removes an inherited config key and is not allowed here',
    hint: ({ hasValue }) =>
      hasValue ? 'write  !unset  alone, or the value without it' : 'remove the key if you do not need it',
    means: '!unset has a value, or is used in a place that is not a config key.',
    matters: 'It removes one inherited config key and has no other meaning.',
    remedy: 'Write  key: !unset  with nothing after it.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.converter: !unset A\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.converter: A\n',
  }),
  'unset-without-effect': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) => `!unset has no effect: no default or profile sets "${key}"`,
    hint: 'check the spelling of the key, or remove the line',
    means: '!unset removes a key that no default and no profile sets.',
    matters: 'Either the line is obsolete, or the key is misspelled and the inherited one stays.',
    remedy: 'Compare the key with the default or profile; render --origin shows where keys come from.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.convertr: !unset\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n',
  }),
  'unused-override': problem<{ cluster: string }>({
    severity: 'warning',
    message: ({ cluster }) =>
      `this override has no effect: the connector is not declared for the cluster "${cluster}"`,
    hint: 'add the cluster to  clusters: , or remove the override',
    means: 'overrides:  has an entry for a cluster that  clusters:  does not list.',
    matters: 'The connector does not exist on that cluster, so the entry has no effect.',
    before:
      '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nclusters: [dev]\nconfig: {topics: orders}\noverrides: {prod: {state: paused}}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nclusters: [dev, prod]\nconfig: {topics: orders}\noverrides: {prod: {state: paused}}\n',
  }),
  'unclear-class-alias': problem<{ className: string; glob: string }>({
    severity: 'warning',
    message: ({ className, glob }) =>
      `without the plugins of a worker it is unknown whether "${glob}" matches the class "${className}": the default is left out`,
    hint: ({ className }) => `write the full class instead of the alias "${className}"`,
    means: 'A connector names its class by an alias, and a default matches classes by their package.',
    matters: 'Only the plugins of a worker tell the package of an alias: the default may apply there.',
    remedy: 'Write the full class in the connector file, or match the simple name of the class.',
    before:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "com.example.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: OrdersSource}\n',
    after:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "com.example.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: com.example.OrdersSourceConnector}\n',
  }),
  'unused-default': problem({
    severity: 'warning',
    message: 'this default matches no connector',
    hint: 'match.class is a glob over the class in full, its simple name, and its simple name without  Connector',
    means: 'This entry of  defaults:  matches no connector on any cluster.',
    matters: 'A class or a name is probably misspelled, and its keys are missing where they are expected.',
    remedy: 'Compare  match:  with the connector files.',
    before:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "io.debezum.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: io.debezium.connector.mysql.MySqlConnector}\n',
    after:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "io.debezium.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: io.debezium.connector.mysql.MySqlConnector}\n',
  }),
};
