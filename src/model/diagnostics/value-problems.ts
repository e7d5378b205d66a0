import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with values that a worker would accept although they are mistakes. */
export const valueProblems = {
  /** `from`: the references that the value is made of; undefined where the mask is written in the file. */
  'masked-value': problem<{ key: string; mask: string; from: readonly string[] | undefined }>({
    severity: 'error',
    message: ({ key, mask, from }) =>
      from === undefined
        ? `"${key}" contains the mask ${mask} instead of a value`
        : `"${key}" contains a mask instead of a value, from ${listOf(from, 'and')}`,
    hint: ({ from }) =>
      from === undefined
        ? 'replace it with the actual value or  ${env.NAME} , or remove the key; list a key that is managed elsewhere in ignoreKeys instead'
        : `set ${from.length === 1 ? 'it' : 'them'} to the actual value`,
    means:
      'A value is a mask that is shown in place of a secret, as a whole or in part: asterisks, bullets, [hidden], <redacted>, (sensitive #1), password="****". A repeated symbol such as  --  or  ####  is a mask where the key names a secret, from four on for other keys. Separators, quotes, prefixes, patterns and replacements may be any text.',
    matters: 'It was copied from output that masks the value, and would overwrite the actual one.',
    remedy:
      'Replace it with the actual value, or with ${env.NAME}. Where only the worker has the value, remove the key from the file and list it in ignoreKeys.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "*****"}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.url: "jdbc:postgresql://db/shop"}\n',
  }),
  /** `written` is undefined where the list holds more than versions. */
  'version-range-as-list': problem<{ key: string; written: string | undefined }>({
    severity: 'error',
    message: ({ key }) => `YAML reads the brackets of "${key}" as a list`,
    hint: ({ key, written }) => `quote the value:  ${key}: "${written ?? '[1.0,2.0)'}"`,
    means: 'A range of versions is written without quotes, so that YAML reads it as a list.',
    matters: 'The brackets would be lost: [1.0] is exactly that version, 1.0 is any version from it on.',
    remedy: 'Quote the value.',
    before: '# connectors/orders.yaml\nconfig:\n  connector.plugin.version: [1.0,2.0]\n',
    after: '# connectors/orders.yaml\nconfig:\n  connector.plugin.version: "[1.0,2.0]"\n',
  }),
  'smart-quotes': problem<{ key: string; where: 'key' | 'value' }>({
    severity: 'warning',
    message: ({ key, where }) =>
      where === 'key'
        ? `the key "${key}" contains a typographic quote`
        : `the value of "${key}" is in typographic quotes, which become part of the value`,
    hint: 'use straight quotes ( " or \' ), or none',
    means: 'A key or value contains typographic quotes. Word processors and chat programs insert them.',
    matters: 'For YAML they are ordinary characters: they become part of the value.',
    remedy: 'Use straight quotes.',
    before: '# connectors/orders.yaml\nconfig: {topics: \u201corders\u201d}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: "orders"}\n',
  }),
  'plaintext-secret': problem<{ keys: readonly string[] }>({
    severity: 'warning',
    message: ({ keys }) =>
      keys.length === 1
        ? `the secret "${keys[0]}" is stored in plain text`
        : `${keys.length} secrets are stored in plain text: ${shortened(keys)}`,
    hint: 'write  ${env.NAME}  and set it in the environment, or use a config provider of the worker:  ${file:/path:key}',
    means:
      'The file contains a secret in plain text. Secrets are recognized by their key or form: a password, a token, a user in a URL, JAAS, PEM.',
    matters:
      'Everybody with read access to the repository can see it, permanently: it stays in the Git history.',
    remedy:
      'Write  ${env.NAME}  and set it where connect-sync runs, or let the worker resolve it:  ${file:/path:key} . Then change the secret, because it is exposed. Each place gets one warning that lists all keys; --strict makes it an error.',
    before: '# connectors/orders.yaml\nconfig: {topics: orders, connection.password: hush}\n',
    after:
      '# connectors/orders.yaml\nconfig: {topics: orders, connection.password: "${file:/secrets/db.properties:password}"}\n',
  }),
  'comment-key': problem<{ keys: readonly string[] }>({
    severity: 'warning',
    message: ({ keys }) =>
      keys.length === 1
        ? `"${keys[0]}" looks like a comment or a disabled key, but the worker stores it like any other key`
        : `${keys.length} keys look like comments or disabled keys, but the worker stores them like any other key: ${shortened(keys)}`,
    hint: 'remove it, or write a comment with  #  (YAML)',
    means:
      'A key begins with an underscore or is called comment. Such keys are common in JSON, which has no comments.',
    matters:
      'For a worker it is an ordinary key: it is stored and shown, and a change to it is a difference.',
    remedy: 'Remove it, or convert the file to YAML and write a comment with #.',
    before: '# connectors/orders.json\n{"config": {"topics": "orders", "_comment": "all of them"}}\n',
    after: '# connectors/orders.json\n{"config": {"topics": "orders"}}\n',
  }),
  'invisible-character': problem<{ key: string; character: string; where: 'key' | 'value' }>({
    severity: 'warning',
    message: ({ key, character, where }) =>
      where === 'key'
        ? `the key "${key}" contains an invisible character (${character})`
        : `the value of "${key}" contains an invisible character (${character})`,
    hint: 'type it again: copied text often contains such characters',
    means: 'A key or value contains an invisible character, such as a no-break space.',
    matters: 'The text only looks right: the worker ignores the key, or cannot find the server.',
    remedy: 'Type the text again; copied text often contains such characters.',
    before: '# connectors/orders.yaml\nconfig: {topics: "orders\u00a0"}\n',
    after: '# connectors/orders.yaml\nconfig: {topics: "orders"}\n',
  }),
};

function shortened(keys: readonly string[]): string {
  return listOf(keys.length > 5 ? [...keys.slice(0, 4), `${keys.length - 4} more`] : keys, 'and');
}

/** A value that is used by reference, and where. Neither the value nor its length is shown. */
interface UsedVariable {
  readonly scope: 'env' | 'var';
  readonly name: string;
  /** The key that it is used in: `connection.password`, `clusters.prod.auth.basic.password`. */
  readonly key: string;
  /** How many other places use it. */
  readonly others: number;
}

/** Problems with values of variables, which are checked as those in files are. */
export const variableProblems = {
  'variable-with-space': problem<UsedVariable & { what: string }>({
    severity: 'warning',
    message: (args) => `${used(args)} has ${args.what}`,
    hint: ({ scope }) =>
      scope === 'env'
        ? 'remove it where the variable is set, for example with  printf %s  in place of  echo ; if it is meant, write it in the file, next to the reference'
        : 'remove it where the variable is set; if it is meant, write it in the file, next to the reference',
    means: 'The value of a variable begins or ends with a blank, a tab or a line break.',
    matters:
      'Files of secrets often end with a line break, which becomes a part of the value: a login fails, and the value looks right.',
    remedy: 'Set the variable without it.',
  }),
  'variable-invisible-character': problem<UsedVariable & { character: string }>({
    severity: 'warning',
    message: (args) => `${used(args)} contains an invisible character (${args.character})`,
    hint: 'set it again, typed by hand: copied text often contains such characters',
    means: 'The value of a variable contains an invisible character, such as a no-break space.',
    matters: 'The value only looks right: a login fails, or a server is not found.',
    remedy: 'Set the variable again; copied text often contains such characters.',
  }),
  'variable-with-placeholder': problem<UsedVariable>({
    severity: 'warning',
    message: (args) => `${used(args)} still contains a placeholder`,
    hint: 'set it to the actual value; references and commands in a value are not substituted',
    means:
      'The value of a variable is or contains a placeholder: <password>, CHANGEME, {{ name }}, ${NAME}, $(NAME).',
    matters:
      'A pipeline sets this when a secret is missing or a template was not filled in. The worker accepts it, and the connector fails only when it connects.',
  }),
  'masked-variable': problem<UsedVariable>({
    severity: 'error',
    message: (args) => `${used(args)} is a mask, or contains one, instead of a value`,
    hint: 'set it to the actual value: it was copied from output that hides secrets',
    means:
      'The value of a variable is a mask that is shown in place of a secret: asterisks, dots, (sensitive #1).',
    matters: 'The mask would overwrite the actual value.',
  }),
  'quoted-variable': problem<UsedVariable>({
    severity: 'warning',
    message: (args) => `${used(args)} is in quotes, which are a part of the value`,
    hint: 'remove the quotes where the variable is set: env files of Docker and settings of pipelines keep them',
    means: 'The value of a variable begins and ends with a quote.',
    matters:
      'Shells and dotenv files remove quotes, env files of Docker, Kubernetes secrets and pipelines keep them: a login fails.',
  }),
};

function used({ scope, name, key, others }: UsedVariable): string {
  const what = scope === 'env' ? `environment variable ${name}` : `variable "${name}"`;
  const more = others === 0 ? '' : others === 1 ? ' and one other place' : ` and ${others} other places`;
  return `${what}, used in "${key}"${more},`;
}
