import type { layerProblems } from '../layer-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with defaults, profiles and overrides. */
export const layerPages = {
  'unknown-profile': {
    means: 'extends:  names a profile that the project file does not have.',
    matters: 'The connector would lack all that the profile was to give.',
    remedy: 'Correct the name, or write the profile under  profiles: .',
    before:
      '# connect-sync.yaml\nversion: 1\nprofiles: {avro: {config: {key.converter: A}}}\n# connectors/orders.yaml\nextends: [avor]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nprofiles: {avro: {config: {key.converter: A}}}\n# connectors/orders.yaml\nextends: [avro]\nconfig: {topics: orders}\n',
  },
  'profile-cycle': {
    means: 'Profiles extend one another in a circle.',
    matters: 'Which of them is the weaker one cannot be said.',
    remedy: 'Remove one of the entries of  extends: .',
    before: '# connect-sync.yaml\nversion: 1\nprofiles:\n  a: {extends: [b]}\n  b: {extends: [a]}\n',
    after: '# connect-sync.yaml\nversion: 1\nprofiles:\n  a: {extends: [b]}\n  b: {}\n',
  },
  'key-not-inheritable': {
    means: 'A default sets connector.class, or a default, a profile or an override sets name.',
    matters:
      'Defaults are chosen by the class, so one that sets it would decide about itself; a shared name would be a name for two.',
    remedy: 'Give the class in the connector file or in a profile, the name in the connector file.',
    before: '# connect-sync.yaml\nversion: 1\ndefaults:\n  - config: {connector.class: FileStreamSource}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nprofiles:\n  lines: {config: {connector.class: FileStreamSource}}\n',
  },
  'misplaced-unset': {
    means: '!unset stands with a value, or somewhere else than at a key of a configuration.',
    matters: 'It removes one inherited key and can mean nothing else.',
    remedy: 'Write  key: !unset  with nothing behind it.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.converter: !unset A\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.converter: A\n',
  },
  'unset-without-effect': {
    means: '!unset removes a key that no default and no profile sets.',
    matters: 'Either the line is of no use any more, or the key is misspelt and the inherited one stays.',
    remedy: 'Compare the key with the default or profile; render --origin shows where keys come from.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  key.convertr: !unset\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n',
  },
  'unused-override': {
    means: 'overrides:  has an entry for a cluster that  clusters:  leaves out.',
    matters: 'The connector is not on that cluster, so the entry never counts.',
    remedy: 'Add the cluster to  clusters: , or remove the entry.',
    before:
      '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nclusters: [dev]\nconfig: {topics: orders}\noverrides: {prod: {state: paused}}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nclusters: [dev, prod]\nconfig: {topics: orders}\noverrides: {prod: {state: paused}}\n',
  },
  'unused-default': {
    means: 'No connector, on whichever cluster, is matched by this entry of  defaults: .',
    matters: 'Most likely a class or a name is misspelt, and its keys are missing where they are expected.',
    remedy:
      'Compare  match:  with the connector files. A class is compared as it is written there, with its package.',
    before:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "io.debezum.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: io.debezium.connector.mysql.MySqlConnector}\n',
    after:
      '# connect-sync.yaml\nversion: 1\ndefaults:\n  - match: {class: "io.debezium.*"}\n    config: {tasks.max: 1}\n# connectors/orders.yaml\nconfig: {connector.class: io.debezium.connector.mysql.MySqlConnector}\n',
  },
} satisfies Record<keyof typeof layerProblems, Page>;
