import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { Report } from './report.ts';
import type { SourceScalar } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Where a reference gets its value: the environment (secret), or the variables of the project and the cluster. */
export type Scope = 'env' | 'var';

/** A parsed value: literal text and references that are not resolved yet. */
export interface Template {
  /** The text in the file. */
  readonly written: string;
  readonly parts: readonly TemplatePart[];
  readonly source: Source;
}

/** Literal text, a reference, or an invalid reference that is already reported. */
export type TemplatePart = { readonly kind: 'text' | 'unusable'; readonly text: string } | Reference;

/** `${env.NAME}` or `${var.NAME}`, with its position. */
export interface Reference {
  readonly kind: 'reference';
  readonly scope: Scope;
  readonly name: string;
  readonly source: Source;
}

/**
 * Parses `${env.NAME}` and `${var.NAME}` in a scalar. `$${env.` and `$${var.` escape them; every other `$` is literal:
 * `$1`, `…$Value`, `${topic}`, `${file:/secrets:key}`. Malformed references and references of a scope that is not
 * allowed here are reported.
 */
export function parseTemplate(
  source: SourceText,
  scalar: SourceScalar,
  { allowed, report }: { readonly allowed: readonly Scope[]; readonly report: Report },
): Template {
  if (!scalar.text.includes('${')) return new Literal(source, scalar);
  const parts: TemplatePart[] = [];
  const locate = makeLocator(source, scalar);
  let at = 0;
  for (const match of scalar.text.matchAll(special)) {
    const found = locate(match[0]);
    const part = readMatch(match, found);
    const problem = part.kind === 'reference' ? misplaced(part, allowed) : malformed(match, found);
    parts.push(
      { kind: 'text', text: scalar.text.slice(at, match.index) },
      problem ? { kind: 'unusable', text: match[0] } : part,
    );
    if (problem) report(problem);
    at = match.index + match[0].length;
  }
  parts.push({ kind: 'text', text: scalar.text.slice(at) });
  const kept = parts.filter((part) => part.kind === 'reference' || part.text !== '');
  return { written: scalar.text, parts: kept, source: source.sourceOf(scalar.span) };
}

/** A value without references, as almost all are. It computes its parts and its position lazily. */
class Literal implements Template {
  readonly written: string;
  readonly #file: SourceText;
  readonly #start: number;
  readonly #end: number;

  constructor(file: SourceText, { text, span: { start, end } }: SourceScalar) {
    this.written = text;
    this.#file = file;
    this.#start = start;
    this.#end = end;
  }

  get parts(): readonly TemplatePart[] {
    return this.written === '' ? [] : [{ kind: 'text', text: this.written }];
  }

  get source(): Source {
    return this.#file.sourceOf({ start: this.#start, end: this.#end });
  }
}

/** Whether a value contains a reference to the environment and is therefore secret. */
export function holdsEnvironment(template: Template): boolean {
  if (template instanceof Literal) return false;
  return template.parts.some((part) => part.kind === 'reference' && part.scope === 'env');
}

/** Whether a template contains no invalid reference. */
export function isUsable(template: Template): boolean {
  return template.parts.every((part) => part.kind !== 'unusable');
}

/** The text of a template without references; undefined if it has references. */
export function literalText(template: Template): string | undefined {
  if (template instanceof Literal) return template.written;
  const texts = template.parts.map((part) => (part.kind === 'text' ? part.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** The text that is written in the file, without what references stand for: the parts are on lines of their own. */
export function writtenText(template: Template): string {
  const literal = literalText(template);
  return literal ?? template.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
}

/**
 * Finds one match after the other in the file. A value may be written in another way than it reads (escapes, folded
 * lines, an alias): then the whole value is the place.
 */
function makeLocator(source: SourceText, { span }: SourceScalar): (written: string) => Source {
  const raw = source.text.slice(span.start, span.end);
  let searched = 0;
  return (written) => {
    const index = raw.indexOf(written, searched);
    if (index < 0) return source.sourceOf(span);
    searched = index + written.length;
    return source.sourceOf({ start: span.start + index, end: span.start + searched });
  };
}

/** An escape; a reference; or the beginning of one that is not closed. */
const special = /\$\$\{(?:env|var)\.|\$\{(env|var)\.(?:([A-Za-z_][A-Za-z0-9_-]*)\})?/g;

function readMatch([written, scope, name]: RegExpExecArray, source: Source): TemplatePart {
  if (scope === undefined) return { kind: 'text', text: written.slice(1) };
  if (name === undefined) return { kind: 'unusable', text: written };
  return { kind: 'reference', scope: scope === 'env' ? 'env' : 'var', name, source };
}

function malformed([, scope, name]: RegExpExecArray, source: Source): Diagnostic | undefined {
  if (scope === undefined || name !== undefined) return undefined;
  return diagnose('malformed-reference', { scope: scope === 'env' ? 'env' : 'var' }, { source });
}

function misplaced({ scope, name, source }: Reference, allowed: readonly Scope[]): Diagnostic | undefined {
  if (allowed.includes(scope)) return undefined;
  return diagnose('reference-not-allowed', { scope, name, otherScope: allowed.length > 0 }, { source });
}

/** A text with its position, in which nothing is substituted. */
export interface PlainText {
  readonly text: string;
  readonly source: Source;
}

/** Reads a scalar in which nothing may be substituted: a reference in it is an error. */
export function readPlainText(source: SourceText, scalar: SourceScalar, report: Report): PlainText {
  const template = parseTemplate(source, scalar, { allowed: [], report });
  return { text: literalText(template) ?? template.written, source: template.source };
}
