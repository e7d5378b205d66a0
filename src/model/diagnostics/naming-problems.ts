import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong with the names of connectors, and with what refers to them. */
export const namingProblems = {
  'missing-name': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'this file describes several connectors, and this one has no name',
    hint: () => 'add  name:  (only a connector alone in its file is named by it)',
  }),
  'invalid-name': problem<{ name: string; from: 'name' | 'file' }>({
    severity: 'error',
    message: ({ name, from }) =>
      from === 'file'
        ? `the file's name gives the connector the name "${name}", which cannot be one`
        : `"${name}" cannot be the name of a connector`,
    hint: ({ from }) =>
      `a name consists of letters, digits, ".", "_" and "-"${from === 'file' ? '; give it one with  name:' : ''}`,
  }),
  'duplicate-connector': problem<{ name: string; sameFile?: boolean }>({
    severity: 'error',
    message: ({ name, sameFile }) =>
      sameFile
        ? `this file describes the connector "${name}" twice`
        : `two files describe the connector "${name}"`,
    hint: () => 'rename one of them, or limit each to its cluster with  clusters: [...]',
  }),
  'name-mismatch': problem<{ name: string; inConfig: string }>({
    severity: 'error',
    message: ({ name, inConfig }) =>
      `"name" in the configuration is "${inConfig}", but the connector is called "${name}"`,
    hint: () => 'remove it from the configuration: the worker adds the name itself',
  }),
  'unknown-cluster': problem<{ cluster: string; known: readonly string[]; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ cluster }) => `the project file declares no cluster "${cluster}"`,
    hint: ({ known, suggestion }) => {
      if (suggestion) return `did you mean "${suggestion}"?`;
      return known.length > 0 ? `declared are ${listOf(known, 'and')}` : 'declare it under  clusters:';
    },
  }),
  'not-owned': problem<{ name: string; owned: readonly string[] }>({
    severity: 'error',
    message: ({ name, owned }) =>
      `"${name}" is outside of what this project owns (ownership.names: ${owned.join(', ')})`,
    hint: () => 'rename the connector, or add its name to  ownership.names',
  }),
  'marker-overridden': problem<{ key: string; repository: string }>({
    severity: 'error',
    message: ({ key, repository }) =>
      `"${key}" is the mark of this repository (${repository}), and a connector cannot set it to anything else`,
    hint: () => 'remove the key: every connector is given it',
  }),
  'marker-ignored': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" is the mark of this repository, and cannot be left to somebody else`,
    hint: () => 'remove it from  ignoreKeys',
  }),
  'unknown-dependency': problem<{ name: string; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ name }) => `no file describes the connector "${name}"`,
    hint: ({ suggestion }) => suggestion && `did you mean "${suggestion}"?`,
  }),
  'dependency-on-other-cluster': problem<{ name: string; dependency: string; clusters: readonly string[] }>({
    severity: 'warning',
    message: ({ name, dependency, clusters }) =>
      `"${name}" does not wait for "${dependency}" here: that one is limited to ${listOf(clusters, 'and')}`,
    hint: () => 'limit both to the same clusters',
  }),
  'dependency-absent': problem<{ name: string; dependency: string }>({
    severity: 'error',
    message: ({ name, dependency }) =>
      `"${name}" waits for "${dependency}", which shall be deleted (state: absent)`,
    hint: () => 'remove the dependency, or keep the connector',
  }),
  'dependency-cycle': problem<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) =>
      names.length === 1
        ? `"${names[0]}" depends on itself`
        : `these connectors wait for one another: ${[...names, names[0]].join(' -> ')}`,
    hint: () => 'remove one of the dependencies',
  }),
};
