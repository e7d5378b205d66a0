import { allPages, type CodePage } from '../../src/model/explain-code.ts';
import { block, code, prose, table } from './markdown.ts';

/** One page for each problem code, and the list of all. */
export function problemPages(): ReadonlyMap<string, string> {
  const pages = allPages();
  return new Map([
    ['reference/problems/index.md', indexPage(pages)],
    ...pages.map((page) => [`reference/problems/${page.code}.md`, problemPage(page)] as const),
  ]);
}

function indexPage(pages: readonly CodePage[]): string {
  const rows = pages.map(({ code: name, severity, means }) => [
    `<a id="${name}"></a>[${code(name)}](${name}.md)`,
    severity,
    prose(/^.*?\.(?=\s|$)/.exec(means)?.[0] ?? means),
  ]);
  return [
    '# Errors and warnings\n',
    'Every problem is reported with its code and its position, all at once. A warning becomes an error with `--strict`.',
    '`connect-sync explain CODE` prints the page of a code.\n',
    table(['code', 'severity', 'meaning'], rows),
  ].join('\n');
}

function problemPage(page: CodePage): string {
  const note = page.severity === 'warning' ? 'A warning; an error with `--strict`.' : 'An error.';
  return [
    `# ${page.code}\n`,
    `${note} ${prose(page.means)}\n`,
    `## Why it matters\n\n${prose(page.matters)}\n`,
    `## What to do\n\n${prose(page.remedy)}\n`,
    ...example('Before', page.before),
    ...example('After', page.after),
  ].join('\n');
}

/** Files below lines `# path`. */
function example(title: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  const files = text.split(/^(?=# \S+$)/m).filter((file) => file.trim() !== '');
  return [`## ${title}\n`, ...files.map((file) => block(languageOf(file), file))];
}

function languageOf(file: string): string {
  const extension = /^# \S+\.(\w+)$/m.exec(file)?.[1] ?? 'text';
  return { yml: 'yaml', env: 'sh', example: 'sh' }[extension] ?? extension;
}
