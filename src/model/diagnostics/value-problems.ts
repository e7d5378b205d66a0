import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong with values: references without a value, and what a worker would take by mistake. */
export const valueProblems = {
  'malformed-reference': problem<{ scope: 'env' | 'var' }>({
    severity: 'error',
    message: ({ scope }) => `"\${${scope}." is not followed by a name and "}"`,
    hint: ({ scope }) =>
      `write  \${${scope}.NAME}  with letters, digits, "_" and "-" in NAME, or  $\${${scope}.  if you mean this very text`,
  }),
  'reference-not-here': problem<{ scope: 'env' | 'var'; name: string; otherScope: boolean }>({
    severity: 'error',
    message: ({ scope, name }) => `\${${scope}.${name}} is not substituted here`,
    hint: ({ otherScope }) =>
      otherScope
        ? 'the environment is for values of a configuration and for access to a cluster; use  ${var.…}  here'
        : 'write the value itself',
  }),
  'unset-environment-variable': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the environment variable ${name} is not set`,
    hint: () => 'set it, or give a file that does with --env-file',
  }),
  'empty-environment-variable': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the environment variable ${name} is empty`,
    hint: () => 'give it a value; if the empty text is meant, write ""  in its place',
  }),
  'unset-variable': problem<{ name: string; cluster: string | undefined; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ name, cluster }) =>
      `the variable "${name}" is not set${cluster === undefined ? '' : ` for the cluster ${cluster}`}`,
    hint: ({ name, suggestion }) =>
      suggestion
        ? `did you mean "${suggestion}"?`
        : `set it under  vars:  of the project file or of its clusters, or with  --var ${name}=…`,
  }),
  'empty-variable': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `the variable "${name}" is empty`,
    hint: () => 'give it a value; if the empty text is meant, write ""  in its place',
  }),
  'unreadable-environment-file': problem<{ file: string; reason: string }>({
    severity: 'error',
    message: ({ file, reason }) => `the environment file ${file} cannot be read: ${reason}`,
    hint: () => undefined,
  }),
  'foreign-placeholder': problem<{ key: string; placeholders: readonly string[] }>({
    severity: 'warning',
    message: ({ key, placeholders }) =>
      `${listOf(placeholders, 'and')} in "${key}" is not substituted: it goes to the worker as it stands`,
    hint: () => 'write  ${env.NAME}  for the environment or  ${var.NAME}  for a variable of the project',
  }),
  'invisible-character': problem<{ key: string; character: string; where: 'key' | 'value' }>({
    severity: 'warning',
    message: ({ key, character, where }) =>
      where === 'key'
        ? `the key "${key}" holds an invisible character (${character})`
        : `the value of "${key}" holds an invisible character (${character})`,
    hint: () => 'type it again by hand: such characters come along with copied text',
  }),
};
