import { problem } from './problem.ts';

/** What import cannot take from files of other tools. */
export const importFormatProblems = {
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
};
