import { problem } from './problem.ts';

/** Problems with snapshots of plugins, and with configs that contradict them. */
export const pluginProblems = {
  'not-a-snapshot': problem<{ format: string; found: string | undefined }>({
    severity: 'warning',
    message: ({ format, found }) =>
      found === undefined
        ? `not a plugin snapshot: "format" is not "${format}"`
        : `not a plugin snapshot: "format" is "${found}", not "${format}"`,
    hint: 'delete the file, or write it again with  connect-sync plugins pull',
    means: 'A file in the folder of plugin snapshots is something else.',
    matters: 'It is ignored, so that connectors are checked without it.',
    remedy: 'Delete or move the file.',
  }),
  'unsupported-snapshot-version': problem<{ version: string }>({
    severity: 'warning',
    message: ({ version }) =>
      `snapshot version ${version} is not supported: this connect-sync reads version 1 only`,
    hint: 'write it again with  connect-sync plugins pull , or use a newer connect-sync',
    means: 'A newer connect-sync wrote the plugin snapshot.',
    matters: 'It is ignored, so that connectors are checked without it.',
  }),
  'invalid-snapshot': problem<{ where: string; fault: string }>({
    severity: 'warning',
    message: ({ where, fault }) => `invalid plugin snapshot: ${where} ${fault}`,
    hint: 'write it again with  connect-sync plugins pull',
    means: 'The file is a plugin snapshot, but its contents are invalid: it was edited or truncated.',
    matters: 'It is ignored, so that connectors are checked without it.',
  }),
};
