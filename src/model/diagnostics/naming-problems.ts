import { unsafeNameRule } from '../connector-name.ts';
import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with the names of connectors, and with references to them. */
export const namingProblems = {
  'missing-name': problem({
    severity: 'error',
    message: 'this connector has no name, but its file declares several connectors',
    hint: 'add  name:  (a connector takes the name of its file only if it is alone in it)',
    means: 'A file declares several connectors, and one of them has no name.',
    matters: 'Only a connector that is alone in its file can take the name of the file.',
    remedy: 'Add  name: .',
    before: '# connectors/orders.yaml\nconfig: {topics: a}\n---\nname: returns\nconfig: {topics: b}\n',
    after:
      '# connectors/orders.yaml\nname: orders\nconfig: {topics: a}\n---\nname: returns\nconfig: {topics: b}\n',
  }),
  'invalid-name': problem<{ name: string; from: 'name' | 'file'; placeholder?: string }>({
    severity: 'error',
    message: ({ name, from }) =>
      `invalid connector name "${name}"${from === 'file' ? ' (taken from the file name)' : ''}`,
    hint: ({ from, placeholder }) => {
      if (placeholder !== undefined)
        return `"${placeholder}" looks like a placeholder, and nothing fills it in; write the name, or use \${var.NAME}`;
      return from === 'file'
        ? `${unsafeNameRule}, and blanks around it may be a slip; set it with  name:`
        : unsafeNameRule;
    },
    means:
      'The name contains / % \\ ; { } or a control character, is "." or "..", comes from a file name with blanks around it, or contains a placeholder of a template.',
    matters:
      'A worker accepts almost any name, but a connector with a slash, a percent sign or a brace in its name cannot be reached at /connectors/NAME on every version: it can no longer be read, changed or deleted.',
    remedy: 'Rename it; if the name comes from the file name, set another one with  name: .',
    before: '# connectors/orders.yaml\nname: shop/orders\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nname: shop-orders\nconfig: {topics: orders}\n',
  }),
  'duplicate-connector': problem<{ name: string; sameFile?: boolean }>({
    severity: 'error',
    message: ({ name, sameFile }) =>
      sameFile
        ? `this file declares the connector "${name}" twice`
        : `two files declare the connector "${name}"`,
    hint: 'rename one of them, or limit each to its own clusters with  clusters: [...]',
    means: 'Two documents declare a connector with the same name for the same cluster.',
    matters: 'Only one of them can be applied, and it is unclear which.',
    remedy: 'Rename one of them, or limit each to its own clusters with  clusters: .',
    before:
      '# connectors/a.yaml\nname: orders\nconfig: {topics: a}\n# connectors/b.yaml\nname: orders\nconfig: {topics: b}\n',
    after:
      '# connectors/a.yaml\nname: orders\nconfig: {topics: a}\n# connectors/b.yaml\nname: returns\nconfig: {topics: b}\n',
  }),
  'name-mismatch': problem<{ name: string; inConfig: string }>({
    severity: 'error',
    message: ({ name, inConfig }) =>
      `"name" in the config is "${inConfig}", but the connector is called "${name}"`,
    hint: 'remove "name" from the config: the worker adds it',
    means: 'The config contains a "name" that differs from the name of the connector.',
    matters: 'Depending on its version, a worker rejects such a config or silently replaces the name.',
    before: '# connectors/orders.yaml\nname: orders\nconfig: {name: order, topics: orders}\n',
    after: '# connectors/orders.yaml\nname: orders\nconfig: {topics: orders}\n',
  }),
  'unknown-cluster': problem<{ cluster: string; known: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ cluster }) => `the project file declares no cluster "${cluster}"`,
    hint: ({ known, suggestion }) => {
      if (suggestion) return `did you mean "${suggestion}"?`;
      return known.length > 0
        ? `declared clusters: ${known.join(', ')}`
        : 'declare it under  clusters:  in the project file';
    },
    means:
      'clusters: , overrides:  or  match.cluster  refers to a cluster that the project file does not declare.',
    matters: 'The connector would exist on no cluster, or an override would have no effect.',
    remedy: 'Correct the name, or declare the cluster.',
    before:
      '# connect-sync.yaml\nversion: 1\nclusters: {prod: {url: "http://c:8083"}}\n# connectors/orders.yaml\nclusters: [prd]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nclusters: {prod: {url: "http://c:8083"}}\n# connectors/orders.yaml\nclusters: [prod]\nconfig: {topics: orders}\n',
  }),
  'not-owned': problem<{ name: string; owned: readonly string[] }>({
    severity: 'error',
    message: ({ name, owned }) =>
      `this project does not own "${name}" (ownership.names: ${owned.join(', ')})`,
    hint: 'rename the connector, or add its name to  ownership.names',
    means: 'A file declares a connector whose name  ownership.names  does not cover.',
    matters: 'Another repository may own it. Each would revert the changes of the other.',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {names: ["orders-*"]}\n# connectors/orders.yaml\nname: payments\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {names: ["orders-*"]}\n# connectors/orders.yaml\nname: orders-payments\nconfig: {topics: orders}\n',
  }),
  'cluster-not-of-folder': problem<{ cluster: string; bound: readonly string[] }>({
    severity: 'error',
    message: ({ cluster, bound }) =>
      `"${cluster}" is not a cluster of this folder, which the project file limits to ${listOf(bound, 'and')}`,
    hint: 'remove it, or move the file out of the folder',
    means: 'A connector file in a folder that is bound to clusters names another cluster.',
    matters: 'What lies in the folder of one cluster must never be applied to another one by accident.',
    before:
      '# connect-sync.yaml\nversion: 1\nconnectors: [{path: connectors/prod, clusters: [prod]}]\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/prod/orders.yaml\nclusters: [dev]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nconnectors: [{path: connectors/prod, clusters: [prod]}]\nclusters: {dev: {url: "http://d:8083"}, prod: {url: "http://p:8083"}}\n# connectors/prod/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'pattern-without-folder': problem<{ pattern: string }>({
    severity: 'error',
    message: ({ pattern }) => `"${pattern}" begins with no folder that could be bound to clusters`,
    hint: 'name a folder, such as  path: connectors/prod',
    means:
      'An entry of  connectors  with  clusters  has a path that excludes files or begins with a wildcard.',
    matters: 'A binding holds for a whole folder, so that a new file in it is limited too.',
    before:
      '# connect-sync.yaml\nversion: 1\nconnectors: [{path: "**/*.yaml", clusters: [prod]}]\nclusters: {prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nconnectors: [{path: "connectors/*.yaml", clusters: [prod]}]\nclusters: {prod: {url: "http://p:8083"}}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'wildcard-in-ownership': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) =>
      `the value of \${var.${name}} contains a wildcard ( * or ? ): in "ownership" a variable stands for a part of a name`,
    hint: 'put the * or ? into the pattern, and only a part of a name into the variable',
    means: 'A variable in  ownership  has a value with  *  or  ? .',
    matters: 'Its patterns decide what --prune deletes. They would cover more names than the file shows.',
    before:
      '# connect-sync.yaml\nversion: 1\nvars: {team: "*"}\nownership: {names: ["${var.team}-x"]}\n# connectors/x.yaml\nname: orders-x\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {team: orders}\nownership: {names: ["${var.team}-x"]}\n# connectors/x.yaml\nname: orders-x\nconfig: {topics: orders}\n',
  }),
  'marker-overridden': problem<{ key: string; repository: string }>({
    severity: 'error',
    message: ({ key, repository }) =>
      `"${key}" is the ownership marker of this repository (${repository}) and cannot have another value`,
    hint: 'remove the key: connect-sync adds it to every connector',
    means:
      'A connector, or a layer that it inherits from, sets the key of  ownership.marker  to another value.',
    matters:
      'The marker says which repository owns the connector; another value would give it to another one.',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders, managed.by: them}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'marker-ignored': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is the ownership marker of this repository and cannot be in  ignoreKeys`,
    hint: 'remove it from  ignoreKeys',
    means: 'ignoreKeys  lists the key of  ownership.marker .',
    matters: 'A marker that is managed elsewhere proves nothing.',
    before:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nignoreKeys: [managed.by]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'unknown-dependency': problem<{ name: string; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ name }) => `no file declares the connector "${name}"`,
    hint: ({ suggestion }) => suggestion && `did you mean "${suggestion}"?`,
    means: 'dependsOn  refers to a connector that no file declares.',
    matters: 'The order that you rely on would not be kept.',
    remedy: 'Correct the name, or remove the entry.',
    before: '# connectors/orders.yaml\ndependsOn: [schema]\nconfig: {topics: orders}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'dependency-on-other-cluster': problem<{ name: string; dependency: string; clusters: readonly string[] }>({
    severity: 'warning',
    message: ({ name, dependency, clusters }) =>
      `"${name}" does not wait for "${dependency}" here: "${dependency}" is limited to ${listOf(clusters, 'and')}`,
    hint: 'limit both connectors to the same clusters',
    means: 'dependsOn  refers to a connector that is limited to other clusters.',
    matters: 'On this cluster the dependency has no effect.',
  }),
  'dependency-absent': problem<{ name: string; dependency: string }>({
    severity: 'error',
    message: ({ name, dependency }) => `"${name}" depends on "${dependency}", which is declared absent`,
    hint: 'remove the dependency, or keep the connector',
    means: 'dependsOn  refers to a connector with  state: absent .',
    matters: 'The connector will be deleted, so the dependency can never be satisfied.',
    before: '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\nstate: absent\n',
    after: '# connectors/a.yaml\nconfig: {topics: a}\n# connectors/b.yaml\nstate: absent\n',
  }),
  'dependency-cycle': problem<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) =>
      names.length === 1
        ? `"${names[0]}" depends on itself`
        : `dependency cycle: ${[...names, names[0]].join(' -> ')}`,
    hint: 'remove one of the dependencies',
    means: 'Connectors depend on each other in a cycle.',
    matters: 'No order satisfies all of these dependencies.',
    remedy: 'Remove one of the dependencies; all positions are shown.',
    before:
      '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\ndependsOn: [a]\nconfig: {topics: b}\n',
    after:
      '# connectors/a.yaml\ndependsOn: [b]\nconfig: {topics: a}\n# connectors/b.yaml\nconfig: {topics: b}\n',
  }),
};
