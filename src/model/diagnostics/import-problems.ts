import { unsafeNameRule } from '../connector-name.ts';
import { listOf, someOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What import cannot convert, or converts with a change. */
export const importProblems = {
  'import-unreadable': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `cannot read connectors from this file: ${reason}`,
    hint: 'fix the file and import it again; nothing is written for it',
    means: 'A file given with --from has a supported format, but it is invalid.',
    matters:
      'Import writes nothing for this file, not even for a part of it that it could read. Other files are imported.',
    remedy: 'Fix the error at the given position and import the file again, or exclude it from --from.',
  }),
  'import-part-unreadable': problem<{ reason: string }>({
    severity: 'warning',
    message: ({ reason }) => `skipped what looks like a connector: ${reason}`,
    hint: 'fix it and import again, or write the connector file by hand',
    means: 'A script sends data that contains "connector.class", but it is not valid JSON.',
    matters: 'Scripts often build JSON from variables whose values are known only when the script runs.',
    remedy: 'Write the connector file by hand, or import the live connector.',
  }),
  'import-no-connectors': problem({
    severity: 'warning',
    message: 'this file contains no connector',
    hint:
      'import reads a "connector.class" in JSON, YAML and properties, shell scripts and .http files that send one, ' +
      'Terraform, ksqlDB, and dumps of the config topic',
    means: 'A file given with --from contains no connector that import recognizes.',
    matters: 'The connectors that it was meant to contain are not imported.',
    remedy: 'Exclude the file, or convert it to one of the formats that docs/guides/importing.md lists.',
  }),
  'import-name-from-file': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `this config has no connector name: using the file name "${name}"`,
    hint: 'rename the connector file if the connector runs under another name',
    means: 'The config does not contain the name of its connector.',
    matters: 'A connector that runs under another name would be created a second time.',
    remedy: 'Compare with  connect-sync list , and rename the connector file if the names differ.',
  }),
  'import-invalid-name': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `skipped "${name}": this is not a valid name in a connector file`,
    hint: ({ name }) =>
      /\{\{|\{%|<%/.test(name)
        ? 'the name is that of a template: render it, and import its output'
        : `${unsafeNameRule}, and a placeholder such as $NAME is no name; a connector cannot be renamed`,
    means: 'The connector has a name that some workers cannot address by URL.',
    matters: 'A connector that cannot be addressed can be neither changed nor deleted through its file.',
    remedy: 'Create it again under another name and move its offsets, or leave it unmanaged.',
  }),
  'import-name-mismatch': problem<{ name: string; inConfig: string }>({
    severity: 'warning',
    message: ({ name, inConfig }) =>
      `skipped "${name}": "name" in its config is "${inConfig}", which a connector file cannot declare`,
    hint: 'write its config with the right name once, and import it again',
    means: 'The "name" in the config of the connector differs from the name that it runs under.',
    matters: 'A connector file has one name, so the plan would never be empty.',
    remedy: 'Write its config with the right name once, and import it again.',
  }),
  'import-duplicate': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `skipped "${name}": another definition of it, which differs, comes first`,
    hint: 'exclude one of the two from --from',
    means:
      'The imported files contain two different definitions of one connector. The first one is imported.',
    matters: 'Only one of them can be right.',
    remedy: 'Exclude the wrong one from --from.',
  }),
  'import-nested-value': problem<{ name: string; key: string }>({
    severity: 'warning',
    message: ({ name, key }) => `skipped "${name}": the value of "${key}" is nested, which no worker accepts`,
    hint: 'a connector config is flat: write the nested keys with dots',
    means: 'A value in the config is an object or a list.',
    matters: 'Kafka Connect rejects such a config as a whole.',
    remedy: 'Write the keys flat, with dots between them.',
  }),
  'import-repeated-key': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) => `"${key}" is written twice with different values: the last one counts`,
    hint: 'remove the wrong one, and import again if it is the last one',
    means: 'An object of a file to import has a key twice, with different values.',
    matters: 'Kafka Connect and most parsers silently use the last one; the author may have meant the first.',
    remedy: 'Remove the wrong one from the file, and import it again.',
  }),
  'import-unknown-keys': problem<{ name: string; keys: readonly string[] }>({
    severity: 'warning',
    message: ({ name, keys }) =>
      `not imported with "${name}": ${listOf(keys, 'and')}, unknown beside its config`,
    hint: 'correct a misspelt key, or add to the connector file what is missing there',
    means:
      'A connector in a file to import has members beside its name, config and state that import does not read.',
    matters:
      'A misspelt key has no effect, and settings of another tool have no counterpart in a connector file.',
    remedy: 'Correct the key and import again, or add to the connector file what is missing there.',
  }),
  'import-comment-masked': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) =>
      `a comment of "${name}" contains a secret: the connector file shows (sensitive) in its place`,
    hint: 'delete the comment if nobody needs it',
    means: 'A comment in a file to import contains a secret, such as a password that is commented out.',
    matters: 'Connector files are stored in Git, where a secret must not be.',
    remedy: 'Delete the comment in the connector file. Change the secret if the old file was shared.',
  }),
  /** `ignored`: the file lists the keys in `ignoreKeys`, because they are null on the cluster. */
  'import-null-value': problem<{ name: string; keys: readonly string[]; ignored: boolean }>({
    severity: 'warning',
    message: ({ name, keys, ignored }) =>
      `omitted ${listOf(keys, 'and')} of "${name}": null, which no file can declare${ignored ? '; ignoreKeys of the file keeps it' : ''}`,
    hint: ({ ignored }) =>
      ignored
        ? 'remove the key from ignoreKeys, and the next apply removes the null; or declare a value'
        : 'declare a value if the connector needs one; if the null is live, the next apply removes it',
    means: 'A config key has the value null.',
    matters:
      'Workers before 3.2 store null, and a connector fails if its plugin requires a value. A file cannot declare null. Imported from a cluster, the file lists the key in  ignoreKeys , which keeps the live value, so that the plan is empty.',
    remedy:
      'Declare a value, or leave the key out. Remove it from  ignoreKeys  to have the null removed by the next apply.',
  }),
  'import-without-counterpart': problem<{ names: readonly string[]; parts: readonly string[] }>({
    severity: 'warning',
    message: ({ names, parts }) =>
      `not imported with ${someOf(names)}: ${listOf(parts, 'and')}, which a connector file cannot declare`,
    hint: 'before you delete the resources, decide what replaces it',
    means: 'The resource of an operator says more about the connector than Kafka Connect stores.',
    matters:
      'The operator acts on it: it restarts failed tasks, for example, or chooses the Connect cluster. connect-sync does not.',
    remedy:
      'Declare the cluster in  clusters  of the connector file; apply restarts FAILED connectors and tasks once per run; change offsets with  connect-sync offsets .',
  }),
  'import-rejected-request': problem<{ name: string; status: number; reason: string }>({
    severity: 'warning',
    message: ({ name, status, reason }) =>
      `skipped "${name}": a worker rejects it as it was sent (${status}: ${reason})`,
    hint: 'fix the command that sends it, and record again',
    means: 'A request that import --record received configures a connector in a form that no worker accepts.',
    matters: 'The command does not create this connector on a real worker either.',
    remedy: 'Send valid JSON with the header Content-Type: application/json, a name and a connector.class.',
  }),
  'import-undeclared-recording': problem<{ name: string; url: string }>({
    severity: 'warning',
    message: ({ name, url }) =>
      `skipped "${name}": it was sent to ${url}, which the project file does not declare`,
    hint: ({ url }) =>
      `add a cluster with  url: ${url}  under  clusters:  in the project file, and record again; or name the cluster with --cluster`,
    means: 'A recorded request went to a cluster that the project does not know.',
    matters: 'Without its cluster, the connector would be declared for every cluster of the project.',
    remedy: 'Declare the cluster in the project file and record again.',
  }),
  'import-masked-value': problem<{ name: string; key: string; variable: string }>({
    severity: 'warning',
    message: ({ name, key, variable }) =>
      `the value of "${key}" of "${name}" is masked at its source; the file refers to \${env.${variable}}`,
    hint: ({ variable }) => `set ${variable} to the actual value before you run plan`,
    means:
      'The worker, or the service that runs it, returns a mask (asterisks, bullets, [hidden]) in place of the value, or of a password within it.',
    matters: 'If it were written to the cluster, the mask would become the password.',
    remedy: 'Set the variable that the message names to the actual value.',
  }),
  'import-secret-not-saved': problem<{ names: readonly string[] }>({
    severity: 'warning',
    message: ({ names }) => `cannot save ${listOf(names, 'and')}: a dotenv file cannot represent the value`,
    hint: 'set it in the environment instead',
    means: 'A secret contains every kind of quote, and dotenv files have no escape for them.',
    matters: 'The variable has no value when the files are read.',
  }),
  'import-default-dropped': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `the default of $${name} in the script is not imported`,
    hint: ({ name }) => `set ${name} where the default was used so far`,
    means:
      'The script contains  ${NAME:-default} . The connector file refers to the variable, without the default.',
    matters: 'Where the variable is not set, the script uses the default, and plan fails.',
    remedy: 'Set the variable, or write the value into the connector file.',
  }),
  'import-not-owned': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `skipped "${name}": ownership.names does not cover it`,
    hint: 'add a pattern that covers it to ownership.names',
    means: 'The project restricts what it owns with  ownership.names , and this connector is not covered.',
    matters: 'A connector file for it would be an error.',
    remedy: 'Extend  ownership.names  if the connector belongs to this repository.',
  }),
  'import-file-exists': problem<{ name: string; file: string }>({
    severity: 'warning',
    message: ({ name, file }) => `skipped "${name}": ${file} already exists and is not its connector file`,
    hint: 'rename or remove that file, or specify another directory with --out',
    means: 'Another file exists at the path of the new connector file.',
    matters: 'Import does not overwrite files.',
  }),
  'import-not-updated': problem<{ name: string; reason: string }>({
    severity: 'warning',
    message: ({ name, reason }) => `the connector file of "${name}" is not updated: ${reason}`,
    hint: 'edit it by hand; connect-sync plan shows the differences',
    means: 'The connector already has a file, which import cannot edit without changing other parts of it.',
    matters: 'The file and the cluster still differ.',
  }),
  'import-secret-differs': problem<{ name: string; key: string }>({
    severity: 'warning',
    message: ({ name, key }) =>
      `the connector file of "${name}" is not updated: the value of "${key}" in the environment differs from the imported one`,
    hint: 'import again with the right value in the environment, or without the variable: then --secrets saves the imported value',
    means:
      'The connector file refers to a variable for this key, and the variable has another value than the imported connector.',
    matters:
      'Import cannot decide which of the two is right, so it leaves the whole connector as it is in its file.',
  }),
  'import-not-written': problem<{ name: string; reason: string }>({
    severity: 'warning',
    message: ({ name, reason }) => `skipped "${name}": its connector file would be invalid: ${reason}`,
    hint: 'run connect-sync explain with this code',
    means: 'A part of the connector cannot be declared in a connector file.',
    matters: 'An invalid file would stop every plan of its project.',
    remedy: 'Change the live connector, or leave it unmanaged.',
  }),
  'import-not-extended': problem<{ name: string; file: string; cluster: string; reason: string }>({
    severity: 'warning',
    message: ({ name, file, cluster, reason }) =>
      `"${name}" gets a file of its own for ${cluster}: ${file} cannot be extended: ${reason}`,
    hint: 'merge the two files by hand: list both clusters in  clusters , and put the differences into  overrides',
    means:
      'A file declares the connector for another cluster, and import cannot add this cluster to it without changing other parts.',
    matters: 'What both clusters have in common is declared twice, and can diverge.',
    remedy: 'Merge the two files by hand, or convert a JSON file to YAML before the import.',
  }),
  'import-not-split': problem<{ className: string; reason: string }>({
    severity: 'warning',
    message: ({ className, reason }) => `no keys of ${className} are moved into defaults: ${reason}`,
    means: 'The keys that connectors of one class have in common were not moved into defaults.',
    matters: 'A default would also apply to connectors that were not imported, or would change a connector.',
    remedy: 'Write the default by hand if it is meant for all of them.',
  }),
  'import-folder-not-covered': problem<{ folder: string }>({
    severity: 'warning',
    message: ({ folder }) => `the project file does not include the connector files in ${folder}`,
    hint: ({ folder }) => `add  ${folder}  to  connectors:  in the project file`,
    means: 'The connector files were written to a directory that  connectors:  does not include.',
    matters: 'plan and apply ignore them.',
    remedy: 'Add the directory to  connectors:  in the project file.',
  }),
};
