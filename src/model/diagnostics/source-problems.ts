import { configProblems } from './config-problems.ts';
import { layerProblems } from './layer-problems.ts';
import { namingProblems } from './naming-problems.ts';
import { problem } from './problem.ts';
import { projectProblems } from './project-problems.ts';
import { referenceProblems } from './reference-problems.ts';
import { rolloutProblems } from './rollout-problems.ts';
import { schemaProblems } from './schema-problems.ts';
import { syntaxProblems } from './syntax-problems.ts';
import { valueProblems, variableProblems } from './value-problems.ts';

/** Problems of the files themselves: whether they exist and can be read as text. */
const sourceProblems = {
  'directory-missing': problem<{ directory: string }>({
    severity: 'error',
    message: ({ directory }) => `directory not found: ${directory}`,
    hint: 'use --directory to specify the project directory',
    means: 'The directory given with --directory, or the current directory, does not exist.',
    matters: 'Without it no file can be read. Treating this as "no connectors declared" would be dangerous.',
    remedy: 'Correct the path. A relative path is resolved against the current directory.',
  }),
  'project-file-missing': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `project file not found: ${file}`,
    hint: 'correct --project; the path is relative to the project directory',
    means: 'The file given with --project does not exist.',
    matters:
      'It declares the clusters and what this project owns. A run without it could have other effects.',
  }),
  'project-file-misnamed': problem<{ found: string; expected: string }>({
    severity: 'error',
    message: ({ found, expected }) => `${found} is not read: the project file must be called ${expected}`,
    hint: ({ found, expected }) => `rename it to ${expected}, or use  --project ${found}`,
    means: 'There is a connect-sync.yml (or .json), but connect-sync reads connect-sync.yaml.',
    matters: 'If the file were ignored, its clusters, ownership and safety limits would be ignored too.',
    remedy: 'Rename the file, or specify it with --project.',
  }),
  'connectors-directory-missing': problem<{ directory: string; patterns: readonly string[] }>({
    severity: 'error',
    message: ({ directory, patterns }) =>
      `directory not found: ${directory} (connector files are expected at ${patterns.join(', ')})`,
    hint: 'create its files (connect-sync import writes those of a running cluster), or set  connectors:  in the project file; use --allow-empty if you declare no connectors',
    means: 'The directory that must contain the connector files does not exist.',
    matters: 'Without connector files, --prune would delete every owned connector.',
    remedy:
      'Create the directory with one file per connector, or set  connectors:  in the project file. Use --allow-empty if you declare no connectors on purpose.',
  }),
  'no-connector-files': problem<{ patterns: readonly string[] }>({
    severity: 'error',
    message: ({ patterns }) => `no connector files found at ${patterns.join(', ')}`,
    hint: 'create them (connect-sync import writes those of a running cluster), or correct  connectors:  in the project file; use --allow-empty if you declare no connectors',
    means: 'The directories exist, but no file in them matches.',
    matters: 'Without connector files, --prune would delete every owned connector.',
    remedy:
      'Check the patterns of  connectors:  in the project file: **/ matches directories at any depth; node_modules and directories that begin with a dot are skipped. Use --allow-empty if you declare no connectors on purpose.',
  }),
  'unmatched-pattern': problem<{ pattern: string }>({
    severity: 'warning',
    message: ({ pattern }) => `no file matches ${pattern}`,
    hint: 'correct or remove the pattern',
    means: 'One of several patterns of  connectors:  matches no file.',
    matters: 'It probably has a typing error, and the connectors that it is meant for are not managed.',
    before: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors/*.yaml, connectors/*.yml]\n',
    after: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors/*.yaml]\n',
  }),
  'connectors-path-missing': problem<{ path: string; problem: string; pattern: string }>({
    severity: 'warning',
    message: ({ path, problem, pattern }) =>
      path === pattern
        ? `no connector files in ${path}: it ${problem}`
        : `no file matches ${pattern}: ${path} ${problem}`,
    hint: ({ path }) => `restore ${path}, or remove it from  connectors:  in the project file`,
    means:
      'A folder or file that  connectors:  names does not exist, or the folder is empty: it was renamed, a submodule or a volume is missing, or its last file was removed.',
    matters:
      'The connectors declared in it are not managed in this run. --prune refuses to run, because it would delete them.',
    remedy: 'Restore the folder, or remove it from  connectors:  in the project file.',
    before: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors, team-b]\n',
    after: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors]\n',
  }),
  'unreadable-link': problem<{ link: string; reason: string }>({
    severity: 'warning',
    message: ({ link, reason }) => `cannot follow ${link}: ${reason}`,
    hint: 'fix or remove the link, or exclude it with a pattern that begins with !',
    means: 'A symbolic link below the patterns leads nowhere, or to itself. It may have led to a folder.',
    matters:
      'Connector files behind it are not read. --prune refuses to run, because it would delete their connectors.',
  }),
  'outside-project': problem<{ file: string; real: string; folder: string }>({
    severity: 'error',
    message: ({ file, real }) => `${file} leads outside of the project folder, to ${real}`,
    hint: ({ folder }) =>
      `move the file into the project folder; to allow it, set  CONNECT_SYNC_ALLOWED_PATHS=${folder}  in the job`,
    means:
      'A connector file, or a file that the project file refers to, lies outside of the project folder once symbolic links are resolved, or in the folder of Git.',
    matters:
      'A pull request that is not trusted could have files of the machine read and shown. A file that is not read must not count as removed either.',
    remedy:
      'Move the file into the project folder, or remove the link. The job can allow folders in CONNECT_SYNC_ALLOWED_PATHS, separated as in PATH.',
  }),
  'link-outside-project': problem<{ file: string; real: string }>({
    severity: 'error',
    message: ({ file, real }) => `${file} is a link out of the project folder, to ${real}`,
    hint: ({ real }) => `if this file is meant, name it itself:  ${real}`,
    means:
      'A file that was named on the command line is a symbolic link that leads out of the project folder.',
    matters:
      'A pull request that is not trusted could have put it there, to have files of the machine read and shown.',
    remedy: 'Name the file itself, or remove the link.',
  }),
  'unreadable-directory': problem<{ directory: string; reason: string }>({
    severity: 'error',
    message: ({ directory, reason }) => `cannot read the directory ${directory}: ${reason}`,
    hint: 'grant read permission, or exclude the directory with a pattern that begins with !',
    means: 'A directory that the patterns cover cannot be listed.',
    matters: 'Its contents are unknown. The connectors declared in it must not be treated as removed.',
  }),
  'unreadable-file': problem<{ file: string; reason: string }>({
    severity: 'error',
    message: ({ file, reason }) => `cannot read ${file}: ${reason}`,
    means: 'A connector file exists but cannot be read. A broken symbolic link is reported the same way.',
    matters: 'Its contents are unknown. The connectors declared in it must not be treated as removed.',
    remedy: 'Fix the permissions or the link, or remove the file.',
  }),
  'file-too-large': problem<{ file: string; limit: string }>({
    severity: 'error',
    message: ({ file, limit }) => `${file} is larger than ${limit}, the maximum for a connector file`,
    hint: 'make  connectors:  in the project file more specific so that it does not match this file',
    means: 'The file is larger than 16 MiB.',
    matters: 'Connector files are never that large; a pattern probably matches data or a dump.',
  }),
  'unsupported-file-type': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} is neither a YAML nor a JSON file`,
    hint: 'add the extension to  connectors:  in the project file, for example  connectors/**/*.yaml',
    means: 'A pattern matches a file that is neither .yaml, .yml nor .json.',
    matters: 'It may declare a connector in a format that connect-sync does not read.',
    remedy: 'Add the extension to the pattern, or convert the file to YAML.',
    before:
      '# connect-sync.yaml\nversion: 1\nconnectors: connectors/**\n# connectors/orders.properties\nfile=a\n',
    after: '# connect-sync.yaml\nversion: 1\nconnectors: connectors/**/*.yaml\n',
  }),
  'not-utf8': problem<{ file: string; looksLike: string | undefined }>({
    severity: 'error',
    message: ({ file, looksLike }) =>
      `${file} is not encoded in UTF-8${looksLike === undefined ? '' : `: it looks like ${looksLike}`}`,
    hint: ({ looksLike }) =>
      looksLike === 'UTF-16'
        ? 'save it as UTF-8; in PowerShell:  … | Out-File -Encoding utf8 FILE'
        : 'save it as UTF-8',
    means: 'The file is not valid UTF-8. Windows tools often save UTF-16 or Windows-1252.',
    matters: 'Decoded with another encoding, names and passwords would change.',
    remedy: 'Save the file as UTF-8. A byte order mark is allowed.',
  }),
  'empty-file': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `${file} declares nothing: it is empty or contains only comments`,
    hint: 'remove the file, or restore its contents; to delete a connector, write  state: absent',
    means: 'A connector file is empty or contains only comments.',
    matters: 'The contents may have been lost by accident; the connector would be treated as removed.',
    before: '# connectors/orders.yaml\n# to be done\n',
    after: '# connectors/orders.yaml\nstate: absent\n',
  }),
};

/** Connector files that are out of sight, looked for with `--prune` only. */
export const hiddenFileProblems = {
  'hidden-file': problem<{ file: string; reason: string }>({
    severity: 'error',
    message: ({ file, reason }) => `${file} cannot be seen: ${reason}`,
    hint: 'restore it; a file that you deleted on purpose: commit or stage the deletion (git rm)',
    means:
      'A connector file, or a folder that may contain some, is part of the repository and not in the work tree: it was deleted without a staged deletion, left out by a sparse checkout, is part of a submodule that was not fetched, or has a merge conflict.',
    matters: '--prune would delete the connectors that it declares.',
    remedy:
      'Restore it (git restore, git sparse-checkout disable, git submodule update --init), or stage the deletion with git rm.',
  }),
  'git-unreadable': problem<{ directory: string; reason: string; hint: string }>({
    severity: 'error',
    message: ({ directory, reason }) =>
      `whether connector files are missing in the work tree ${directory} is unknown: ${reason}`,
    hint: ({ hint }) => hint,
    means: 'The connector files are in a Git work tree, and Git cannot list which files should be there.',
    matters:
      'A sparse checkout, a submodule that was not fetched, or a file deleted by accident would go unnoticed, and --prune would delete the connectors.',
    remedy:
      'Install git, or mark the directory as safe (git config --global --add safe.directory DIRECTORY).',
  }),
};

/** Problems with files of variables (`--var-file`). */
export const variableFileProblems = {
  'invalid-variable-file': problem<{ expected: string }>({
    severity: 'error',
    message: ({ expected }) => `a file of variables must contain ${expected}`,
    hint: 'a YAML or JSON file contains  NAME: value  pairs, any other file lines  NAME=value',
    means: 'A file given with --var-file contains something else than names and values.',
    matters: 'The variables that it sets have no value.',
  }),
  'invalid-variable-name': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `"${name}" is not a valid name of a variable`,
    hint: 'use letters, digits, "_" and "-", beginning with a letter or "_"',
    means: 'A file given with --var-file sets a variable whose name no reference can contain.',
    matters: 'The value would not be used.',
  }),
};

/** Problems of project and connector files, and of the settings that they refer to. */
export const fileProblems = {
  ...sourceProblems,
  ...syntaxProblems,
  ...schemaProblems,
  ...namingProblems,
  ...referenceProblems,
  ...valueProblems,
  ...variableProblems,
  ...configProblems,
  ...layerProblems,
  ...projectProblems,
  ...rolloutProblems,
};
