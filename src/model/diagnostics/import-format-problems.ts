import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What import cannot take from files of other tools. */
export const importFormatProblems = {
  'import-vars-not-declared': problem<{ reason: string }>({
    severity: 'warning',
    message: ({ reason }) =>
      `placeholders become  \${env.…}  instead of  \${var.…} , because variables cannot be added: ${reason}`,
    hint: 'write  vars:  with one entry below the other, without anchors and aliases, and import again',
    means:
      'Placeholders of the imported files should become variables of the project file, which cannot be edited.',
    matters:
      'Values from the environment are treated as secrets, and names of connectors cannot contain them.',
  }),
  'import-unknown-value': problem<{ name: string; key: string; uses: string; remedy: string }>({
    severity: 'warning',
    message: ({ name, key, uses }) =>
      `skipped "${name}": "${key}" uses ${uses}, which import cannot evaluate`,
    hint: ({ remedy }) => `import the evaluated file instead:  ${remedy}`,
    means: 'A value of the connector is an expression of Terraform or CloudFormation.',
    matters: 'Its value depends on other resources and files, which only that tool evaluates.',
    remedy: 'Run the command in the hint, and give its output to --from.',
  }),
  'import-managed-service': problem<{
    name: string;
    service: string;
    className: string;
    isItsOwn: boolean;
  }>({
    severity: 'warning',
    message: ({ name, service, className, isItsOwn }) =>
      isItsOwn
        ? `"${name}" runs on ${service}, and its class ${className} exists only there`
        : `"${name}" runs on ${service}, whose workers set converters and other keys that its config does not contain`,
    hint: ({ isItsOwn }) =>
      isItsOwn
        ? 'replace the class, and the keys that differ, before you apply it to another cluster'
        : 'compare with the worker configuration of the service before you apply it to another cluster',
    means: 'The config comes from a managed service.',
    matters: 'Self-managed workers do not have the plugins of a managed service, and have other defaults.',
    remedy: 'Replace what only the service has: the plugin class, its keys, and what its workers set.',
  }),
  'import-placeholder': problem<{ keys: readonly string[] }>({
    severity: 'warning',
    message: ({ keys }) =>
      `${listOf(keys.length > 5 ? [...keys.slice(0, 4).map(quoted), `${keys.length - 4} more keys`] : keys.map(quoted), 'and')} still ${keys.length === 1 ? 'contains a placeholder' : 'contain placeholders'}`,
    hint: 'if the source is a template, render it first and import its output; else replace them in the connector file, secrets by  ${env.NAME}',
    means:
      'Values contain a placeholder that another tool fills in: {{ .Values.host }}, <%= host %>, $(HOST), YOUR_PASSWORD. A placeholder is not saved as a secret.',
    matters: 'The worker would get the placeholder as the value.',
    remedy: 'Import what the template becomes, or write the values into the connector file.',
  }),
};

function quoted(key: string): string {
  return `"${key}"`;
}
