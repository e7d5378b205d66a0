import type { NewProjectView } from '../init/create-project.ts';
import type { NewFileView } from '../init/write-new-files.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { colorsFor } from './colors.ts';
import { alignColumns } from './table.ts';

/** The result of `init` for people: files written and kept, defaults used, what to run next. */
export function renderNewProject(view: NewProjectView, { color }: { readonly color: boolean }): string {
  const colors = colorsFor({ color });
  const lines = alignColumns(view.files.map(rowOf)).flatMap((line, index) => [
    line.startsWith('+') ? colors.green(line) : line,
    ...noteOf(view.files[index]),
  ]);
  const written = view.files.filter(({ outcome }) => outcome === 'written').length;
  const kept = view.files.length - written;
  const closing = `${count(written, 'file')} written, ${kept} left unchanged.`;
  const remarks = view.remarks.map(toPrintableLine);
  const next = ['Next:', ...view.next.map((command) => `  ${toPrintableLine(command)}`)];
  return [...lines, '', closing, ...remarks, '', ...next, ''].join('\n');
}

function rowOf({ path, purpose, outcome }: NewFileView): string[] {
  const isNew = outcome === 'written';
  return [`${isNew ? '+' : '='} ${toPrintableLine(path)}`, isNew ? purpose : 'exists, left unchanged'];
}

function noteOf(file: NewFileView | undefined): string[] {
  return file?.note ? [`    ${toPrintableLine(file.note)}`] : [];
}
