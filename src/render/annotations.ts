import { grouped } from '../model/count.ts';
import { toPrintable, toPrintableLine } from '../model/printable.ts';
import type { Source } from '../model/source.ts';

/** A message for a line of a file, or for the whole run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** The position; null for the whole run. */
  readonly source: Source | null;
}

/** The number of annotations that GitHub shows per level and step; it drops the others silently. */
const mostOfALevel = 10;
/** GitHub cuts a message after 4,096 characters; a title has one line to itself. */
const longestMessage = 3500;
const longestTitle = 200;

/**
 * Workflow commands of GitHub Actions, one per line, errors first. Within a level they keep their order; if there are
 * more than ten, the tenth counts the others.
 */
export function renderAnnotations(annotations: readonly Annotation[]): string {
  const levels = ['error', 'warning', 'notice'] as const;
  return levels
    .flatMap((level) => withinLimit(annotations.filter((annotation) => annotation.level === level)))
    .map((annotation) => `${workflowCommand(annotation)}\n`)
    .join('');
}

function withinLimit(annotations: readonly Annotation[]): readonly Annotation[] {
  const [first] = annotations;
  if (!first || annotations.length <= mostOfALevel) return annotations;
  const shown = annotations.slice(0, mostOfALevel - 1);
  const rest = grouped(annotations.length - shown.length);
  const message = `and ${rest} more of this level; use -f text or -f markdown to see all`;
  return [...shown, { level: first.level, title: `${rest} more`, message, source: null }];
}

function workflowCommand({ level, title, message, source }: Annotation): string {
  const place = source
    ? [`file=${property(toPrintableLine(source.file))}`, `line=${source.line}`, `col=${source.column}`]
    : [];
  const name = `connect-sync: ${cut(toPrintableLine(title), longestTitle)}`;
  const properties = [...place, `title=${property(name)}`].join(',');
  return `::${level} ${properties}::${data(cut(toPrintable(message), longestMessage))}`;
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

/** Escapes a message: the escape character of the runner, and line ends. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes a property: also the characters that end it. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
