import type { Source } from '../model/source.ts';
import type { Report } from './report.ts';
import type { SourceScalar } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { literalText, parseTemplate } from './template.ts';

/** A text with its place, in which nothing is substituted. */
export interface PlainText {
  readonly text: string;
  readonly source: Source;
}

/** Reads a scalar in which nothing may be substituted: a reference in it is an error. */
export function readPlainText(source: SourceText, scalar: SourceScalar, report: Report): PlainText {
  const template = parseTemplate(source, scalar, { allowed: [], report });
  return { text: literalText(template) ?? template.written, source: template.source };
}
