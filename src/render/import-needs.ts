import type { ImportView } from '../model/import-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { quoteForShell } from './shell.ts';

/**
 * What a pipeline needs to run with the imported files: the secrets as an `env:` block of GitHub Actions, and the
 * commands that set them in GitHub and GitLab. Nothing if no file refers to the environment.
 */
export function importNeedsLines({
  variables,
  written,
  secretsFile,
  files,
  placeholders,
}: ImportView): readonly string[] {
  if (!written || variables.length === 0) return [];
  const shown = variables.slice(0, namesAtMost);
  const more = variables.length - shown.length;
  const example = files.find(({ file }) => file.endsWith('.env.example'))?.file;
  const where = example === undefined ? '' : `, all of them in ${toPrintableLine(example)}`;
  const names = { shown: shown.map(({ name }) => name), more, example };
  return [
    'A pipeline needs these secrets. In GitHub Actions, for the step that runs connect-sync:',
    '  env:',
    ...shown.map(({ name }) => `    ${name}: \${{ secrets.${secretName(name)} }}`),
    ...(more > 0 ? [`    # and ${more} more${where}`] : []),
    // Variables of the project that take their value from the environment are no secrets.
    ...placeholders.unset
      .slice(0, namesAtMost)
      .map((name) => `    ${name}: \${{ vars.${secretName(name)} }}`),
    'To set them, in GitHub or in GitLab:',
    ...gitHubCommands(names, secretsFile),
    ...gitLabCommands(names),
    '',
  ];
}

/** More names are a wall of text; the example file has them all. */
const namesAtMost = 20;
const commandsAtMost = 6;

interface Names {
  readonly shown: readonly string[];
  readonly more: number;
  /** The file that lists all names. */
  readonly example: string | undefined;
}

/** One line each; of many, one line for all, from the file with their values if there is one. */
function gitHubCommands(names: Names, secretsFile: string | null): readonly string[] {
  const shown = names.shown.map(secretName);
  if (shown.length <= commandsAtMost) return shown.map((name) => `  gh secret set ${name}`);
  const isSame = names.shown.every((name) => secretName(name) === name);
  return secretsFile !== null && isSame
    ? [`  gh secret set --env-file ${quoteForShell(secretsFile)}`]
    : [loop({ ...names, shown }, 'gh secret set "$name"')];
}

function gitLabCommands(names: Names): readonly string[] {
  return names.shown.length <= commandsAtMost
    ? names.shown.map((name) => `  glab variable set ${name} --masked`)
    : [loop(names, 'glab variable set "$name" --masked')];
}

function loop({ shown, more, example }: Names, command: string): string {
  const list =
    more > 0 && example !== undefined
      ? `$(sed -n '/^[A-Za-z_]/s/=.*//p' ${quoteForShell(example)})`
      : shown.join(' ');
  return `  for name in ${list}; do ${command}; done`;
}

/** GitHub refuses hyphens, a digit first, and names that begin with GITHUB_. */
function secretName(name: string): string {
  const plain = name.replaceAll('-', '_');
  return /^(?:GITHUB_|\d)/i.test(plain) ? `CONNECTOR_${plain}` : plain;
}
