import type { schemaProblems } from '../shape-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with the shape of files. */
export const schemaPages = {
  'not-a-mapping': {
    means: 'The file (or one of its documents) is a list or a lone text, not keys with values.',
    matters: 'It describes no connector that could be applied.',
    remedy:
      'Write  name: ,  state:  and  config:  as keys. Several connectors in a file are divided by --- lines.',
    before: '# connectors/orders.yaml\n- config: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'unknown-key': {
    means: 'A key at this place is none that connect-sync knows.',
    matters: 'If it were passed over, a typing mistake in  state:  or  clusters:  would go unnoticed.',
    remedy: 'Correct it. Keys of your own begin with  x- .',
    before: '# connectors/orders.yaml\nsate: paused\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nstate: paused\nconfig: {topics: orders}\n',
  },
  'not-supported-yet': {
    means: 'The key is planned and not built yet.',
    matters: 'If it were passed over, the cluster would not be as the file says.',
    remedy: 'Remove it, or install a newer connect-sync.',
    before: '# connect-sync.yaml\nversion: 1\npolicy: {}\n',
    after: '# connect-sync.yaml\nversion: 1\n',
  },
  'config-key-at-top-level': {
    means: "A plugin's key stands beside  config:  instead of below it.",
    matters: 'At the top are only the keys of connect-sync; the plugin would never see it.',
    remedy: 'Indent the keys of the plugin below  config: .',
    before: '# connectors/orders.yaml\nname: orders\nconnector.class: FileStreamSource\ntopic: orders\n',
    after:
      '# connectors/orders.yaml\nname: orders\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n',
  },
  'missing-key': {
    means: 'A key that is needed here is not there.',
    matters: 'Without it nobody knows what is meant, such as which cluster.',
    remedy: 'Add it.',
    before: '# connect-sync.yaml\nversion: 1\nclusters:\n  dev: {vars: {env: dev}}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters:\n  dev: {url: "http://localhost:8083", vars: {env: dev}}\n',
  },
  'missing-config': {
    means: 'The connector has neither  config:  nor  extends: , and is not  state: absent .',
    matters: 'An empty configuration is never meant, and a worker would refuse it.',
    remedy: 'Add  config: . To delete the connector write  state: absent .',
    before: '# connectors/orders.yaml\nname: orders\nstate: running\n',
    after:
      '# connectors/orders.yaml\nname: orders\nstate: running\nconfig: {connector.class: FileStreamSource}\n',
  },
  'invalid-type': {
    means: 'A list stands where a text belongs, or the other way round.',
    matters: 'Guessing what is meant works until it does not.',
    remedy: 'Write it as the message says.',
    before: '# connectors/orders.yaml\nignoreKeys: tasks.max\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nignoreKeys: [tasks.max]\nconfig: {topics: orders}\n',
  },
  'invalid-value': {
    means: 'The key takes a few words only, and this is none of them.',
    matters: 'A state that is not understood cannot be brought about.',
    remedy: 'Use one of the words that the message lists.',
    before: '# connectors/orders.yaml\nstate: RUNNING\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nstate: running\nconfig: {topics: orders}\n',
  },
  'invalid-key-name': {
    means: 'The name of a cluster, a profile or a variable has characters that it cannot have.',
    matters:
      'Names stand in options, in ${var.NAME} and in folders, where such characters mean something else.',
    remedy: 'Rename it as the message says.',
    before: '# connect-sync.yaml\nversion: 1\nvars: {"my env": dev}\n',
    after: '# connect-sync.yaml\nversion: 1\nvars: {my_env: dev}\n',
  },
  'empty-list': {
    means: 'A list that limits something has no element.',
    matters: 'clusters: []  could mean "no cluster" or "all of them".',
    remedy: 'Add an element, or remove the key.',
    before: '# connectors/orders.yaml\nclusters: []\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'empty-value': {
    means: 'A key stands there with nothing behind its colon.',
    matters: 'YAML calls that null, which a worker stores as null or as an empty text, as it likes.',
    remedy:
      'Write ""  where the empty text is meant. Where nothing is meant, remove the key; !unset removes an inherited one.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  topic.prefix:\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  topic.prefix: ""\n',
  },
  'nested-config': {
    means: 'A key of the configuration holds keys of its own.',
    matters:
      'A configuration is flat: dots are a part of its keys, and  transforms  is both a key and a prefix.',
    remedy: 'Write the keys with their dots, as the hint shows.',
    before: '# connectors/orders.yaml\nconfig:\n  transforms:\n    unwrap: {type: X}\n',
    after: '# connectors/orders.yaml\nconfig:\n  transforms: unwrap\n  transforms.unwrap.type: X\n',
  },
  'change-while-without-state': {
    means: 'The connector is to be suspended while its configuration changes, and no state is named.',
    matters:
      'A run that is cut off between the two would leave it suspended, and no later one would know better.',
    remedy: 'Name the state that it shall be in: in the file, a profile, a default or an override.',
    before: '# connectors/orders.yaml\nchangeWhile: stopped\nconfig:\n  connector.class: X\n',
    after: '# connectors/orders.yaml\nstate: running\nchangeWhile: stopped\nconfig:\n  connector.class: X\n',
  },
  'nested-list': {
    means: 'A list in the configuration holds a list or a mapping.',
    matters:
      'A list is written to the worker as its elements with commas between them; those have to be plain.',
    remedy: 'Write plain elements. JSON belongs into one text, in a block ( |- ).',
    before: '# connectors/orders.yaml\nconfig:\n  topics: [orders, [returns]]\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: [orders, returns]\n',
  },
} satisfies Record<keyof typeof schemaProblems, Page>;
