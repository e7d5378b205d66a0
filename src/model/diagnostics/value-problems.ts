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
  'reference-not-allowed': problem<{ scope: 'env' | 'var'; name: string; otherScope: boolean }>({
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
  'unsupported-placeholder': problem<{ key: string; placeholders: readonly string[] }>({
    severity: 'warning',
    message: ({ key, placeholders }) =>
      `${listOf(placeholders, 'and')} in "${key}" is not substituted: it goes to the worker as it stands`,
    hint: () => 'write  ${env.NAME}  for the environment or  ${var.NAME}  for a variable of the project',
  }),
  /** Placeholders of a key that holds a secret are left out: `<hush>` may be one. */
  'unresolved-placeholder': problem<{ key: string; placeholders: readonly string[] }>({
    severity: 'warning',
    message: ({ key, placeholders }) =>
      `"${key}" still holds a placeholder${placeholders.length > 0 ? ` (${listOf(placeholders, 'and')})` : ''}: it goes to the worker as it stands`,
    hint: () => 'put the real value in its place; a secret belongs into the environment:  ${env.NAME}',
  }),
  'masked-value': problem<{ key: string; mask: string }>({
    severity: 'warning',
    message: ({ key, mask }) => `"${key}" holds ${mask}, which is what a hidden value is shown as`,
    hint: () => 'put the real value in its place, or  ${env.NAME} : the mask would be written to the cluster',
  }),
  'smart-quotes': problem<{ key: string; where: 'key' | 'value' }>({
    severity: 'warning',
    message: ({ key, where }) =>
      where === 'key'
        ? `the key "${key}" holds a typographic quote`
        : `the value of "${key}" stands in typographic quotes, which are part of it`,
    hint: () => 'use straight quotes ( " or \' ), or none',
  }),
  'plaintext-secret': problem<{ keys: readonly string[] }>({
    severity: 'warning',
    message: ({ keys }) =>
      keys.length === 1
        ? `the secret "${keys[0]}" stands here in clear`
        : `${keys.length} secrets stand here in clear: ${shortened(keys)}`,
    hint: () =>
      'write  ${env.NAME}  and set it in the environment, or use a provider of the worker:  ${file:/path:key}',
  }),
  'comment-key': problem<{ keys: readonly string[] }>({
    severity: 'warning',
    message: ({ keys }) =>
      keys.length === 1
        ? `"${keys[0]}" looks like a comment or a disabled key, and goes to the worker all the same`
        : `${keys.length} keys look like comments or disabled keys, and go to the worker all the same: ${shortened(keys)}`,
    hint: () => 'write comments with  #  (YAML), or remove them',
  }),
  'environment-value-truncated': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `the value of ${name} is cut off at a "#": what follows counts as a comment`,
    hint: () =>
      'put the value in single quotes if the # belongs to it, or a space before the # if it does not',
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

function shortened(keys: readonly string[]): string {
  return listOf(keys.length > 5 ? [...keys.slice(0, 4), `${keys.length - 4} more`] : keys, 'and');
}
