import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Violations of the schema of a project or connector file. */
export const schemaProblems = {
  'not-a-mapping': problem<{ expected: string }>({
    severity: 'error',
    message: ({ expected }) => `${expected} must be a mapping of keys to values`,
    means: 'The file (or one of its documents) is a list or a single value, not a mapping of keys to values.',
    matters: 'It declares no connector that could be applied.',
    remedy:
      'Write  name: ,  state:  and  config:  as keys. Separate several connectors in a file with --- lines.',
    before: '# connectors/orders.yaml\n- config: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'unknown-key': problem<{
    key: string;
    within: string;
    /** It is at the top level of a connector file, where config keys land that are not indented. */
    besideConfig: boolean;
    suggestion: string | undefined;
  }>({
    severity: 'error',
    message: ({ key, within }) => `unknown key "${key}" in ${within}`,
    hint: ({ suggestion, besideConfig }) =>
      suggestion
        ? `did you mean "${suggestion}"?`
        : besideConfig
          ? 'indent it below  config:  if it is a config key, else begin it with  x-'
          : 'begin custom keys with  x-',
    means: 'connect-sync does not define this key at this position.',
    matters: 'If unknown keys were ignored, a typo in  state:  or  clusters:  would go unnoticed.',
    remedy: 'Correct the key. Indent config keys below  config: , and begin custom keys with  x- .',
    before: '# connectors/orders.yaml\nsate: paused\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nstate: paused\nconfig: {topics: orders}\n',
  }),
  'config-key-at-top-level': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is a config key and must be below  config:`,
    hint: 'indent it below  config:',
    means: 'A config key of the connector stands beside  config:  instead of below it.',
    matters: 'The top level contains only keys of connect-sync; the connector would not get this key.',
    remedy: 'Indent the config keys of the connector below  config: .',
    before: '# connectors/orders.yaml\nname: orders\nconnector.class: FileStreamSource\ntopic: orders\n',
    after:
      '# connectors/orders.yaml\nname: orders\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n',
  }),
  'config-not-indented': problem<{ from: number; to: number }>({
    severity: 'error',
    message: ({ from, to }) =>
      from === to
        ? `line ${from} is not indented, so it is not part of  config:`
        : `lines ${from} to ${to} are not indented, so they are not part of  config:`,
    hint: ({ from, to }) => (from === to ? 'indent it by two spaces' : 'indent these lines by two spaces'),
    means: 'The config keys of the connector stand below  config:  in the same column as it.',
    matters: 'In YAML they are then keys of connect-sync, and the connector has an empty config.',
    remedy: 'Indent the config keys of the connector by two spaces.',
    before: '# connectors/orders.yaml\nconfig:\nconnector.class: FileStreamSource\ntopic: orders\n',
    after: '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n',
  }),
  'operator-resource': problem<{ kind: string | undefined; file: string }>({
    severity: 'error',
    message: ({ kind }) =>
      `this is a ${kind === undefined ? 'Kubernetes resource' : `resource of the kind ${kind}`}, not a connector file`,
    hint: ({ file }) =>
      `move it out of the folder of connector files, then convert it with  connect-sync import --from ${file.split('/').at(-1)}`,
    means:
      'The document has  apiVersion:  and  kind: , as resources of Kubernetes, Strimzi and other operators have.',
    matters: 'connect-sync reads connector files; it does not evaluate resources of other tools.',
    remedy:
      'Move the file to another folder and run  connect-sync import --from  with its path: it writes a connector file for each connector.',
    before:
      '# connectors/orders.yaml\napiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nmetadata: {name: orders}\nspec:\n  class: FileStreamSource\n  config: {topic: orders}\n',
    after: '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n',
  }),
  'missing-key': problem<{ key: string; within: string }>({
    severity: 'error',
    message: ({ key, within }) => `missing key "${key}" in ${within}`,
    means: 'A required key is missing.',
    matters: 'Without it the declaration is incomplete.',
    remedy: 'Add the key.',
    before: '# connect-sync.yaml\nversion: 1\nclusters:\n  dev: {vars: {env: dev}}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters:\n  dev: {url: "http://localhost:8083", vars: {env: dev}}\n',
  }),
  'missing-config': problem({
    severity: 'error',
    message: 'this connector has no config',
    hint: 'add  config: , or write  state: absent  to delete the connector; a file in another format is converted by  connect-sync import --from FILE',
    means: 'The connector has neither  config:  nor  extends: , and its state is not  absent .',
    matters: 'A connector cannot be created with an empty config; the worker would reject it.',
    before: '# connectors/orders.yaml\nname: orders\nstate: running\n',
    after:
      '# connectors/orders.yaml\nname: orders\nstate: running\nconfig: {connector.class: FileStreamSource}\n',
  }),
  'change-while-without-state': problem({
    severity: 'error',
    message: '"changeWhile" requires "state": the state to return to after the config is written',
    hint: 'add  state: running  (without it, an interrupted run would leave the connector suspended)',
    means: 'The connector must be suspended while its config changes, but no state is declared.',
    matters:
      'An interrupted run would leave it suspended, and no later run could know that it has to resume it.',
    remedy: 'Declare its state in the connector file, a profile, a default or an override.',
    before: '# connectors/orders.yaml\nchangeWhile: stopped\nconfig:\n  connector.class: X\n',
    after: '# connectors/orders.yaml\nstate: running\nchangeWhile: stopped\nconfig:\n  connector.class: X\n',
  }),
  'invalid-until': problem<{ text: string }>({
    severity: 'error',
    message: ({ text }) => `"${text}" is neither a day nor a time`,
    hint: 'write a day such as  2026-12-24 , or a time with its zone such as  2026-12-24T18:00:00Z',
    means: 'The end of a suspension cannot be read.',
    matters: 'connect-sync would not know when to reconcile the connector again.',
    remedy: 'Write a day, whose end in UTC counts, or a time with its zone.',
    before:
      '# connectors/orders.yaml\nreconcile: {state: suspended, until: tomorrow}\nconfig: {connector.class: X}\n',
    after:
      '# connectors/orders.yaml\nreconcile: {state: suspended, until: 2026-12-24}\nconfig: {connector.class: X}\n',
  }),
  'invalid-type': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `"${key}" must be ${expected}`,
    means: 'The value has the wrong type, for example a list in place of a string.',
    matters: 'connect-sync does not guess what was meant.',
    remedy: 'Write a value of the type that the message states.',
    before: '# connectors/orders.yaml\nignoreKeys: tasks.max\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nignoreKeys: [tasks.max]\nconfig: {topics: orders}\n',
  }),
  'invalid-value': problem<{ key: string; allowed: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ key, allowed }) => `"${key}" must be ${listOf(allowed, 'or')}`,
    hint: ({ suggestion }) => suggestion && `did you mean "${suggestion}"?`,
    means: 'The key accepts only certain values, and this is not one of them.',
    matters: 'For example, connect-sync cannot bring a connector into an unknown state.',
    remedy: 'Use one of the values that the message lists.',
    before: '# connectors/orders.yaml\nstate: RUNNING\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nstate: running\nconfig: {topics: orders}\n',
  }),
  'invalid-key-name': problem<{ key: string; within: string; allowed: string }>({
    severity: 'error',
    message: ({ key, within, allowed }) => `"${key}" is not a valid key of ${within}: ${allowed}`,
    means: 'The name of a cluster, a profile or a variable contains characters that are not allowed.',
    matters:
      'Names are used in options, in ${var.NAME} and in paths, where such characters have another meaning.',
    remedy: 'Rename it as the message says.',
    before: '# connect-sync.yaml\nversion: 1\nvars: {"my env": dev}\n',
    after: '# connect-sync.yaml\nversion: 1\nvars: {my_env: dev}\n',
  }),
  'empty-list': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is an empty list`,
    hint: 'add an element, or remove the key',
    means: 'A list that limits something has no elements.',
    matters: 'clusters: []  could mean "no cluster" or "every cluster".',
    before: '# connectors/orders.yaml\nclusters: []\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'empty-value': problem<{ key: string; written?: string }>({
    severity: 'error',
    message: ({ key, written = '' }) =>
      written === '' ? `"${key}" has no value` : `"${key}" is null (${written} without quotes)`,
    hint: ({ written = '' }) =>
      written === ''
        ? 'write ""  for an empty string; otherwise add a value or remove the key'
        : `write "${written}" in quotes for this text, !unset  to remove an inherited key, or remove the key`,
    means: 'A key has no value after its colon, or the value is null ( null  or  ~  without quotes).',
    matters:
      'YAML reads this as null. Depending on its version, a worker refuses null, or stores it and the connector fails.',
    remedy:
      'Write ""  for an empty string and  "null"  for this text. Otherwise add a value or remove the key; !unset removes an inherited key.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  topic.prefix:\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  topic.prefix: ""\n',
  }),
  'nested-config': problem<{ key: string; flat: readonly string[] }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is a nested mapping, but a connector config is flat`,
    hint: ({ flat }) => `write  ${flat.map((name) => `${name}: …`).join('  and  ')}`,
    means: 'The value of a config key is a mapping.',
    matters:
      'A connector config is flat: dots are part of its keys, and  transforms  is both a key and a prefix.',
    remedy: 'Write the keys with their dots, as the hint shows.',
    before: '# connectors/orders.yaml\nconfig:\n  transforms:\n    unwrap: {type: X}\n',
    after: '# connectors/orders.yaml\nconfig:\n  transforms: unwrap\n  transforms.unwrap.type: X\n',
  }),
  'nested-list': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `the list "${key}" contains an element that is not a plain value`,
    hint: 'write plain elements; the worker gets them as one string, joined with commas',
    means: 'A list in the config contains a list or a mapping.',
    matters:
      'The worker gets a list as one string of elements, joined with commas; so they must be plain values.',
    remedy: 'Write plain elements. Write JSON as one string, in a block scalar ( |- ).',
    before: '# connectors/orders.yaml\nconfig:\n  topics: [orders, [returns]]\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: [orders, returns]\n',
  }),
};
