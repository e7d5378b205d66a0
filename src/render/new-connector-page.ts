import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { NewConnectorView } from '../new-connector/create-connector.ts';
import { type CommandWord, quoteForShell } from './shell.ts';

/** The words of suggested commands: the cluster that was used, and the options to repeat. */
export interface NewConnectorNext {
  readonly repeated: readonly CommandWord[];
}

/** The result of `new` for people: the file, what is left to fill in, and the next command. */
export function renderNewConnector(view: NewConnectorView, { repeated }: NewConnectorNext): string {
  const { file, diagnostics } = view;
  const run = (command: string) => ['connect-sync', command, ...repeated].map(quoteForShell).join(' ');
  const left = diagnostics.map(({ message, source }) =>
    toPrintableLine(`  ${source ? `${source.file}:${source.line}: ` : ''}${message}`),
  );
  const next =
    left.length > 0 ? `Next: edit ${toPrintableLine(file)}, then ${run('validate')}` : `Next: ${run('plan')}`;
  return [
    `${toPrintableLine(file)} written (${toPrintableLine(view.class)}).`,
    ...(left.length > 0 ? [`${count(left.length, 'finding')} to resolve:`, ...left] : ['It is valid.']),
    next,
    '',
  ].join('\n');
}
