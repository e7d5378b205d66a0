import { problem } from './problem.ts';

/** What can be wrong with the files themselves: whether they are there, can be read, and are YAML or JSON. */
export const sourceProblems = {
  'directory-missing': problem<{ directory: string }>({
    severity: 'error',
    message: ({ directory }) => `there is no directory ${directory}`,
    hint: () => 'name the directory of your project with --directory',
  }),
  'project-file-missing': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `there is no project file ${file}`,
    hint: () => 'name the file with --project, relative to the directory of the project',
  }),
  'project-file-misnamed': problem<{ found: string; expected: string }>({
    severity: 'error',
    message: ({ found, expected }) => `${found} is not read: the project file is called ${expected}`,
    hint: ({ found, expected }) => `rename it to ${expected}, or name it with  --project ${found}`,
  }),
  'project-multiple-documents': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'a project file holds one YAML document, this one holds several',
    hint: () => 'put everything into one document; connectors belong into files of their own',
  }),
  'connectors-directory-missing': problem<{ directory: string; patterns: readonly string[] }>({
    severity: 'error',
    message: ({ directory, patterns }) =>
      `there is no directory ${directory}, where connector files are looked for (${patterns.join(', ')})`,
    hint: () =>
      'create it with a file for each connector, or say in the project file where they are; --allow-empty if none is meant',
  }),
  'no-connector-files': problem<{ patterns: readonly string[] }>({
    severity: 'error',
    message: ({ patterns }) => `no connector file was found at ${patterns.join(', ')}`,
    hint: () => 'write one, or correct  connectors:  in the project file; --allow-empty if none is meant',
  }),
  'unmatched-pattern': problem<{ pattern: string }>({
    severity: 'warning',
    message: ({ pattern }) => `no file matches ${pattern}`,
    hint: () => 'correct the pattern, or remove it',
  }),
  'unreadable-directory': problem<{ directory: string; reason: string }>({
    severity: 'error',
    message: ({ directory, reason }) => `the directory ${directory} cannot be read: ${reason}`,
    hint: () => 'what lies in it is unknown, so nothing may be concluded from the files that were found',
  }),
  'unreadable-file': problem<{ file: string; reason: string }>({
    severity: 'error',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    hint: () => undefined,
  }),
  'file-too-large': problem<{ file: string; limit: string }>({
    severity: 'error',
    message: ({ file, limit }) => `${file} is larger than ${limit}: this is no connector file`,
    hint: () => 'narrow  connectors:  in the project file so that it does not match',
  }),
  'unsupported-file-type': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} is neither a YAML nor a JSON file`,
    hint: () => 'name the kind in  connectors:  of the project file, such as  connectors/**/*.yaml',
  }),
  'not-utf8': problem<{ file: string; looksLike: string | undefined }>({
    severity: 'error',
    message: ({ file, looksLike }) =>
      `${file} is not a text in UTF-8${looksLike === undefined ? '' : `: it looks like ${looksLike}`}`,
    hint: ({ looksLike }) =>
      looksLike === 'UTF-16'
        ? 'save it as UTF-8; in PowerShell:  … | Out-File -Encoding utf8 FILE'
        : 'save it as UTF-8',
  }),
  'empty-file': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} describes nothing: it is empty, or everything in it is a comment`,
    hint: () => 'remove the file if that is what you want',
  }),
  'merge-conflict': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'this file holds the markers of an unfinished merge',
    hint: () => 'keep one of the two versions and remove the lines with <<<<<<<, ======= and >>>>>>>',
  }),
  'tab-indentation': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'YAML does not allow tabs as indentation',
    hint: () => 'indent with spaces',
  }),
  'invalid-yaml': problem<{ reason: string; advice: string | undefined }>({
    severity: 'error',
    message: ({ reason }) => `this is not valid YAML: ${reason}`,
    hint: ({ advice }) => advice,
  }),
  'invalid-json': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `this is not valid JSON: ${reason}`,
    hint: () => 'JSON knows no comments, no trailing commas, no single quotes and no line breaks in strings',
  }),
  'duplicate-key': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `the key "${key}" is there twice`,
    hint: () => 'keep one of them: which one would count is not said anywhere',
  }),
  'invalid-merge-key': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'a merge key (<<) takes a mapping or a list of mappings, and stands once in a mapping',
    hint: () => 'write  <<: *name  or  <<: [*one, *other]  with anchors (&name) above in this document',
  }),
  /** `tag` is left out where it could be a secret that was meant as a text. */
  'unsupported-yaml-tag': problem<{ tag: string | undefined }>({
    severity: 'error',
    message: ({ tag }) =>
      (tag === undefined ? 'a YAML tag here' : `the YAML tag ${tag}`) + ' is not understood',
    hint: () => 'remove it, or put quotes around a text that begins with "!": every value is a text',
  }),
  'key-not-string': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'a key must be a text',
    hint: () => 'write  key: value',
  }),
};
