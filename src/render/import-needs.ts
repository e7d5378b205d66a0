import type { ImportedVariableView, ImportView } from '../model/import-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { quoteForShell } from './shell.ts';

/**
 * What a pipeline needs to run with the imported files: the secrets as an `env:` block of GitHub Actions, and the
 * commands that set them in GitHub and GitLab. Nothing if no file refers to the environment.
 */
export function importNeedsLines({ variables, written, secretsFile, files }: ImportView): readonly string[] {
  if (!written || variables.length === 0) return [];
  const shown = variables.slice(0, namesAtMost);
  const more = variables.length - shown.length;
  const example = files.find(({ file }) => file.endsWith('.env.example'))?.file;
  const where = example === undefined ? '' : `, all of them in ${toPrintableLine(example)}`;
  return [
    'A pipeline needs them too. In GitHub Actions, for the step that runs connect-sync:',
    '  env:',
    ...shown.map(({ name }) => `    ${name}: \${{ secrets.${secretName(name)} }}`),
    ...(more > 0 ? [`    # and ${more} more${where}`] : []),
    'To set them, in GitHub or in GitLab:',
    ...gitHubCommands(shown, more, secretsFile),
    ...gitLabCommands(shown, more),
    '',
  ];
}

/** More names are a wall of text; the example file has them all. */
const namesAtMost = 20;
const commandsAtMost = 6;

/** One line each; of many, one line for all, from the file with their values if there is one. */
function gitHubCommands(
  shown: readonly ImportedVariableView[],
  more: number,
  secretsFile: string | null,
): readonly string[] {
  const names = shown.map(({ name }) => secretName(name));
  if (names.length <= commandsAtMost) return names.map((name) => `  gh secret set ${name}`);
  const isSame = shown.every(({ name }) => secretName(name) === name);
  return secretsFile !== null && isSame
    ? [`  gh secret set --env-file ${quoteForShell(secretsFile)}`]
    : [loop(names, more, 'gh secret set "$name"')];
}

function gitLabCommands(shown: readonly ImportedVariableView[], more: number): readonly string[] {
  const names = shown.map(({ name }) => name);
  return names.length <= commandsAtMost
    ? names.map((name) => `  glab variable set ${name} --masked`)
    : [loop(names, more, 'glab variable set "$name" --masked')];
}

function loop(names: readonly string[], more: number, command: string): string {
  return `  for name in ${[...names, ...(more > 0 ? ['…'] : [])].join(' ')}; do ${command}; done`;
}

/** GitHub refuses hyphens, a digit first, and names that begin with GITHUB_. */
function secretName(name: string): string {
  const plain = name.replaceAll('-', '_');
  return /^(?:GITHUB_|\d)/i.test(plain) ? `CONNECTOR_${plain}` : plain;
}
