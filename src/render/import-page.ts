import { count } from '../model/count.ts';
import type { ImportView } from '../model/import-view.ts';
import { toPrintableLine } from '../model/printable.ts';

/** The result of an import as text: a line per connector, then shared defaults and secrets. */
export function renderImportPage(view: ImportView): string {
  const { connectors, files } = view;
  const width = Math.max(0, ...connectors.map(({ name }) => name.length));
  return [
    ...connectors.map(
      ({ name, file, action, keys }) =>
        `${marks[action]} ${toPrintableLine(name).padEnd(width)}  ${toPrintableLine(file)}${changed(keys, action)}`,
    ),
    ...files.map(({ file, action }) => `${marks[action]} ${toPrintableLine(file)}`),
    ...(connectors.length + files.length > 0 ? [''] : []),
    ...view.defaults.map(
      (one) =>
        `Defaults: ${count(one.keys.length, 'key')} shared by most of the ${one.connectors} ${toPrintableLine(one.class)} connectors.`,
    ),
    ...secretLines(view),
    summary(view),
    '',
  ].join('\n');
}

const marks = { create: '+', update: '~', keep: '=' } as const;

function changed(keys: readonly string[], action: 'create' | 'update' | 'keep'): string {
  if (action !== 'update') return '';
  const shown = keys.slice(0, 4).map(toPrintableLine);
  return `  (${[...shown, ...(keys.length > 4 ? [`${keys.length - 4} more`] : [])].join(', ')})`;
}

function secretLines({ variables: all, secretsFile }: ImportView): readonly string[] {
  const variables = all.filter(({ from }) => from === 'secret');
  const [first] = variables;
  if (!first) return [];
  const names = `${count(variables.length, 'secret')} became ${variables.length === 1 ? `\${env.${first.name}}` : `variables such as \${env.${first.name}}`}`;
  return [
    secretsFile === null
      ? `Secrets: ${names}. No values are written; use --secrets FILE to save them.`
      : `Secrets: ${names}. Their values are in ${toPrintableLine(secretsFile)}, readable only by you.`,
  ];
}

function summary({ connectors, from, written }: ImportView): string {
  const of = (action: string) => connectors.filter((one) => one.action === action).length;
  const parts = [
    [of('create'), 'new'],
    [of('update'), 'updated'],
    [of('keep'), 'unchanged'],
  ] as const;
  const counts = parts.filter(([number]) => number > 0).map(([number, word]) => count(number, word, word));
  const what = `${count(connectors.length, 'connector')} from ${toPrintableLine(from)}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
  return written ? `Imported ${what}.` : `Would import ${what}. No files written.`;
}
