import type { namingProblems } from '../naming-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with names and what refers to them. */
export const namingPages = {
  'missing-name': {
    means: 'A file describes several connectors, and one of them has no name.',
    matters: "Only a connector that is alone in its file can be called by the file's name.",
    remedy: 'Add  name: .',
    before: '# connectors/orders.yaml\nconfig: {topics: a}\n---\nname: returns\nconfig: {topics: b}\n',
    after:
      '# connectors/orders.yaml\nname: orders\nconfig: {topics: a}\n---\nname: returns\nconfig: {topics: b}\n',
  },
  'invalid-name': {
    means: 'The name has characters other than letters, digits, ".", "_" and "-".',
    matters:
      'A worker takes nearly any name, and then cannot be reached at /connectors/NAME: with a slash, a percent sign or a brace in it the connector cannot be read, changed or deleted any more.',
    remedy: "Rename it; where the file's name is at fault, give it one with  name: .",
    before: '# connectors/orders.yaml\nname: shop/orders\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nname: shop-orders\nconfig: {topics: orders}\n',
  },
  'duplicate-connector': {
    means: 'Two documents describe a connector of the same name for the same cluster.',
    matters: 'Only one of them can be true on the cluster; which one would be chance.',
    remedy: 'Rename one, or limit each to its own clusters with  clusters: .',
    before:
      '# connectors/a.yaml\nname: orders\nconfig: {topics: a}\n# connectors/b.yaml\nname: orders\nconfig: {topics: b}\n',
    after:
      '# connectors/a.yaml\nname: orders\nconfig: {topics: a}\n# connectors/b.yaml\nname: returns\nconfig: {topics: b}\n',
  },
  'name-mismatch': {
    means: 'The configuration holds a "name" that is not the name of the connector.',
    matters: 'A worker refuses such a write, or renames silently, depending on its version.',
    remedy: 'Remove it from the configuration: the worker adds it by itself.',
    before: '# connectors/orders.yaml\nname: orders\nconfig: {name: order, topics: orders}\n',
    after: '# connectors/orders.yaml\nname: orders\nconfig: {topics: orders}\n',
  },
  'unknown-cluster': {
    means:
      'clusters: , overrides:  or  match.cluster  names a cluster that the project file does not declare.',
    matters: 'The connector would be on no cluster, or not be different where it should.',
    remedy: 'Correct the name, or declare the cluster.',
    before:
      '# connect-sync.yaml\nversion: 1\nclusters: {prod: {url: "http://c:8083"}}\n# connectors/orders.yaml\nclusters: [prd]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters: {prod: {url: "http://c:8083"}}\n# connectors/orders.yaml\nclusters: [prod]\nconfig: {topics: orders}\n',
  },
  'not-owned': {
    means: 'A file names a connector that ownership.names does not cover.',
    matters: 'Another repository may own it. Both would undo what the other does.',
    remedy: 'Rename the connector, or widen  ownership.names .',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {names: ["orders-*"]}\n# connectors/orders.yaml\nname: payments\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {names: ["orders-*"]}\n# connectors/orders.yaml\nname: orders-payments\nconfig: {topics: orders}\n',
  },
  'marker-overridden': {
    means:
      'A connector, or a layer that it inherits from, sets the key of ownership.marker to something else.',
    matters: 'The mark says whose a connector is; with another one it would be given away.',
    remedy: 'Remove the key: every connector is given it.',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders, managed.by: them}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'marker-ignored': {
    means: 'ignoreKeys  lists the key of ownership.marker.',
    matters: 'A mark that somebody else may set proves nothing.',
    remedy: 'Take it off the list.',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nignoreKeys: [managed.by]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'unknown-dependency': {
    means: 'dependsOn  names a connector that no file describes.',
    matters: 'The order that you rely on would not be kept.',
    remedy: 'Correct the name, or remove the entry.',
    before: '# connectors/orders.yaml\ndependsOn: [schema]\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  },
  'dependency-on-other-cluster': {
    means: 'dependsOn  names a connector that is limited to other clusters.',
    matters: 'On this cluster nothing is waited for.',
    remedy: 'Limit both to the same clusters.',
  },
  'dependency-absent': {
    means: 'dependsOn  names a connector that shall be deleted.',
    matters: 'It would be waited for in vain.',
    remedy: 'Remove the entry, or keep the connector.',
    before: '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\nstate: absent\n',
    after: '# connectors/a.yaml\nconfig: {topics: a}\n# connectors/b.yaml\nstate: absent\n',
  },
  'dependency-cycle': {
    means: 'Connectors depend on one another in a circle.',
    matters: 'None of them could be the first.',
    remedy: 'Remove one of the entries; all places are shown.',
    before:
      '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\ndependsOn: [a]\nconfig: {topics: b}\n',
    after:
      '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\nconfig: {topics: b}\n',
  },
} satisfies Record<keyof typeof namingProblems, Page>;
