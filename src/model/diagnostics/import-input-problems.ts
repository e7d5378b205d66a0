import { problem } from './problem.ts';

/** What is wrong with the files that `import --from` is given. */
export const importInputProblems = {
  'import-file-invalid': problem<{ name: string }>({
    severity: 'warning',
    message: ({ name }) => `skipped "${name}": its file has an error elsewhere`,
    hint: 'fix the error and import the file again',
    means: 'The connector could be read, but another part of its file could not.',
    matters: 'Import writes nothing for a file that it cannot read completely.',
    remedy: 'Fix the error that is reported for the file, and import it again.',
  }),
  'import-unnamed': problem({
    severity: 'warning',
    message: 'skipped a connector of standard input: it has no name',
    hint: 'save it as NAME.json (or .yaml, .properties) and import this file',
    means:
      'A config on standard input does not contain the name of its connector, and there is no file name to use.',
    matters: 'Every connector file declares a name.',
  }),
  'import-nothing-matches': problem<{ pattern: string }>({
    severity: 'error',
    message: ({ pattern }) => `no file matches "${pattern}"`,
    hint: 'check the pattern, and quote it so that the shell does not expand it; hidden folders and node_modules are not searched',
    means: 'A pattern given with --from matches no file.',
    matters: 'The connectors that it was meant to find are not imported.',
  }),
};
