import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What import cannot take over, or takes over in another way than it stands there. */
export const importProblems = {
  'import-unreadable': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `no connectors can be read from this file: ${reason}`,
    hint: () => 'mend it, or leave it out of --from: nothing is written as long as a file cannot be read',
  }),
  'import-part-unreadable': problem<{ reason: string }>({
    severity: 'warning',
    message: ({ reason }) => `this looks like a connector and is left out: ${reason}`,
    hint: () => 'mend it and import again, or write its connector file by hand',
  }),
  'import-no-connectors': problem<Record<never, never>>({
    severity: 'warning',
    message: () => 'no connector is described in this file',
    hint: () =>
      'import knows JSON, properties and YAML files that have a "connector.class", and shell scripts that send such JSON',
  }),
  'import-name-from-file': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `this configuration has no name; it is called "${name}", after the file`,
    hint: () => 'rename the connector file if it is called otherwise where it runs',
  }),
  'import-invalid-name': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is left out: a connector file cannot have this name`,
    hint: () =>
      'letters, digits, ".", "_" and "-" can be reached on every worker; a connector cannot be renamed',
  }),
  'import-name-mismatch': problem<{ name: string; inConfig: string }>({
    severity: 'warning',
    message: ({ name, inConfig }) =>
      `"${name}" is left out: "name" in its configuration says "${inConfig}", which no connector file can`,
    hint: () => 'send its configuration with the right name once, and import it again',
  }),
  'import-duplicate': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is described before, and otherwise: this one is left out`,
    hint: () => 'leave one of the two out of --from',
  }),
  'import-nested-value': problem<{ name: string; key: string }>({
    severity: 'warning',
    message: ({ name, key }) =>
      `"${name}" is left out: the value of "${key}" is no single value, and no worker takes it`,
    hint: () => 'a configuration is flat: write the keys below it with dots',
  }),
  'import-null-value': problem<{ name: string; keys: readonly string[] }>({
    severity: 'warning',
    message: ({ name, keys }) => `"${name}" has no value for ${listOf(keys, 'and')}: left out`,
    hint: () => undefined,
  }),
  'import-masked-value': problem<{ name: string; key: string; variable: string }>({
    severity: 'warning',
    message: ({ name, key, variable }) =>
      `the value of "${key}" of "${name}" is hidden where it comes from; the file says \${env.${variable}}`,
    hint: ({ variable }) => `set ${variable} to the real value before you plan`,
  }),
  'import-secret-not-saved': problem<{ names: readonly string[] }>({
    severity: 'warning',
    message: ({ names }) =>
      `${listOf(names, 'and')} cannot be saved: a dotenv file has no way to write the value`,
    hint: () => 'set it in the environment instead',
  }),
  'import-shell-expansion': problem<{ text: string }>({
    severity: 'warning',
    message: ({ text }) => `${text} is kept as it stands: what the shell makes of it cannot be known`,
    hint: () => 'look at the value in the connector file, and write what is meant',
  }),
  'import-not-owned': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `"${name}" is left out: ownership.names does not cover it`,
    hint: () => 'add a pattern that covers it to ownership.names',
  }),
  'import-file-exists': problem<{ name: string; file: string }>({
    severity: 'warning',
    message: ({ name, file }) =>
      `"${name}" is left out: ${file} is there and is not its connector file; nothing is overwritten`,
    hint: () => 'rename or remove it, or name another folder with --out',
  }),
  'import-not-updated': problem<{ name: string; reason: string }>({
    severity: 'warning',
    message: ({ name, reason }) => `the connector file of "${name}" is left as it is: ${reason}`,
    hint: () => 'change it by hand; connect-sync plan shows what differs',
  }),
  'import-not-written': problem<{ name: string; reason: string }>({
    severity: 'warning',
    message: ({ name, reason }) => `"${name}" is left out: its connector file would have an error: ${reason}`,
    hint: () => 'connect-sync explain says more of the code',
  }),
  'import-not-split': problem<{ className: string; reason: string }>({
    severity: 'warning',
    message: ({ className, reason }) => `nothing of ${className} is moved into defaults: ${reason}`,
    hint: () => undefined,
  }),
  'import-folder-not-covered': problem<{ folder: string }>({
    severity: 'warning',
    message: ({ folder }) => `the project does not look for connector files in ${folder}`,
    hint: ({ folder }) => `add  ${folder}  to  connectors:  of the project file`,
  }),
};
