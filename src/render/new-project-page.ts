import { count } from '../model/count.ts';
import type { NewFileView, NewProjectView } from '../model/new-project-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** What `init` wrote and what it left, for people. */
export function renderNewProject(view: NewProjectView, { color }: { readonly color: boolean }): string {
  const colors = colorsFor({ color });
  const lines = alignColumns(view.files.map(rowOf)).flatMap((line, index) => [
    line.startsWith('+') ? colors.green(line) : line,
    ...noteOf(view.files[index]),
  ]);
  const written = view.files.filter(({ outcome }) => outcome === 'written').length;
  const left = view.files.length - written;
  const closing = `${count(written, 'file')} written, ${left} left as ${left === 1 ? 'it was' : 'they were'}.`;
  const remarks = view.remarks.map(toPrintableLine);
  const next = ['Next:', ...view.next.map((command) => `  ${toPrintableLine(command)}`)];
  return [...lines, '', closing, ...remarks, '', ...next, ''].join('\n');
}

function rowOf({ path, purpose, outcome }: NewFileView): string[] {
  const isNew = outcome === 'written';
  return [
    `${isNew ? '+' : '='} ${toPrintableLine(path)}`,
    isNew ? purpose : 'is there already: left as it is',
  ];
}

function noteOf(file: NewFileView | undefined): string[] {
  return file?.note ? [`    ${toPrintableLine(file.note)}`] : [];
}
