import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { misspeltReferences } from '../model/misspelt-references.ts';
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

/** How a scalar is parsed. */
export interface TemplateOptions {
  /** The scopes whose references are substituted. */
  readonly allowed: readonly Scope[];
  readonly report: Report;
  /** `worker`: it resolves references of config providers, and connectors have placeholders of their own. */
  readonly sentTo?: 'worker' | 'nobody';
}

/**
 * Parses `${env.NAME}` and `${var.NAME}` in a scalar. `$${env.` and `$${var.` escape them; every other `$` is literal:
 * `$1`, `…$Value`, `${topic}`, `${file:/secrets:key}`. Malformed references and references of a scope that is not
 * allowed here are reported.
 */
export function parseTemplate(
  source: SourceText,
  scalar: SourceScalar,
  { allowed, report, sentTo = 'nobody' }: TemplateOptions,
): Template {
  if (sentTo === 'nobody') reportMisspelt(source, scalar, { allowed, report });
  if (!scalar.text.includes('${')) return new Literal(source, scalar);
  const parts: TemplatePart[] = [];
  const locate = makeLocator(source, scalar);
  let at = 0;
  for (const match of scalar.text.matchAll(special)) {
    const found = locate(match[0]);
    const part = readMatch(match, found);
    const problem = part.kind === 'reference' ? misplaced(part, allowed) : unreadable(match, found, allowed);
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

/** For messages about a value: ` (from environment variable X)`; empty for a literal value. */
export function comesFrom(template: Template): string {
  const names = template.parts.flatMap((part) => {
    if (part.kind !== 'reference') return [];
    return [part.scope === 'env' ? `environment variable ${part.name}` : `variable "${part.name}"`];
  });
  return names.length === 0 ? '' : ` (from ${names.join(' and ')})`;
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

/** An escape; a reference, also in another case or with blanks; or the beginning of one that is not closed. */
const special =
  /\$\$\{[ \t]{0,4}(?:env|var)[ \t]{0,4}\.|\$\{([ \t]{0,4}(?:env|var)[ \t]{0,4})\.(?:([ \t]{0,4}[A-Za-z_][A-Za-z0-9_-]*[ \t]{0,4})\})?/gi;

function readMatch([written, scope, name]: RegExpExecArray, source: Source): TemplatePart {
  if (scope === undefined) return { kind: 'text', text: written.slice(1) };
  if (name === undefined || !isScope(scope) || name !== name.trim()) {
    // Only `${env.` itself is ours beyond doubt: `${Env.f()}` may be an expression of a connector.
    return { kind: name === undefined && !isScope(scope) ? 'text' : 'unusable', text: written };
  }
  return { kind: 'reference', scope, name, source };
}

function isScope(text: string): text is Scope {
  return text === 'env' || text === 'var';
}

function unreadable(
  [written, scope, name]: RegExpExecArray,
  source: Source,
  allowed: readonly Scope[],
): Diagnostic | undefined {
  if (scope === undefined || (name === undefined && !isScope(scope))) return undefined;
  const meant = /env/i.test(scope) ? 'env' : 'var';
  if (name === undefined) return diagnose('malformed-reference', { scope: meant }, { source });
  const suggestion = `\${${meant}.${name.trim()}}`;
  return diagnose('misspelled-reference', { written, suggestion, where: whereOf(allowed) }, { source });
}

function whereOf(allowed: readonly Scope[]): 'substituted' | 'not-substituted' {
  return allowed.length > 0 ? 'substituted' : 'not-substituted';
}

/**
 * Reports references in the spelling of other tools. In names and settings of clusters nobody substitutes them, nor those
 * of a config provider; variables may end up in a config, where somebody does.
 */
function reportMisspelt(
  source: SourceText,
  scalar: SourceScalar,
  { allowed, report }: TemplateOptions,
): void {
  const isFinal = allowed.length > 0;
  const [, name] = (isFinal && /\$\{env:([A-Za-z_][A-Za-z0-9_-]*)\}/.exec(scalar.text)) || [];
  const ofProvider =
    name === undefined ? [] : [{ written: `\${env:${name}}`, suggestion: `\${env.${name}}` }];
  const all = [...misspeltReferences(scalar.text), ...ofProvider];
  if (all.length === 0) return;
  const locate = makeLocator(source, scalar);
  for (const { written, suggestion } of all) {
    const args = { written, suggestion, where: whereOf(allowed) };
    const problem = diagnose('misspelled-reference', args, { source: locate(written) });
    report({ ...problem, severity: isFinal ? 'error' : 'warning' });
  }
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
