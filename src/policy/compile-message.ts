import type { CelType } from './cel-type.ts';
import type { ExpressionProblem } from './check-expression.ts';
import { type CompiledExpression, compileExpression, type World } from './compile-expression.ts';
import { type Show, valueText } from './value-text.ts';

/** The message of a policy, ready to be filled in. */
export interface CompiledMessage {
  readonly expressions: readonly CompiledExpression[];
  /** `show` makes each quoted text fit to be shown. */
  readonly fill: (world: World, show: Show) => string;
}

/** Compiles the `{{ … }}` placeholders of a message. Offsets of problems are those in the whole text. */
export function compileMessage(
  text: string,
  further: ReadonlyMap<string, CelType> | undefined,
): CompiledMessage | { readonly problems: readonly ExpressionProblem[]; readonly isSyntax: boolean } {
  const parts: (string | CompiledExpression)[] = [];
  const problems: ExpressionProblem[] = [];
  let isSyntax = false;
  for (const part of partsOf(text)) {
    if (part.kind === 'text') parts.push(part.text);
    else if (part.kind === 'open') {
      problems.push({ offset: part.offset, reason: 'the placeholder {{ is not closed with }}' });
      isSyntax = true;
    } else {
      const compiled = compilePlaceholder(part.text, further);
      if (compiled.kind === 'compiled') parts.push(compiled);
      else {
        isSyntax ||= compiled.isSyntax;
        problems.push(...compiled.problems.map((one) => ({ ...one, offset: one.offset + part.offset })));
      }
    }
  }
  if (problems.length > 0) return { problems, isSyntax };
  return {
    expressions: parts.filter((part) => typeof part !== 'string'),
    fill: (world, show) =>
      parts.map((part) => (typeof part === 'string' ? part : quoted(part, world, show))).join(''),
  };
}

function compilePlaceholder(text: string, further: ReadonlyMap<string, CelType> | undefined) {
  const compiled = compileExpression(text, { further });
  if (compiled.kind === 'invalid') return compiled;
  const { kind } = compiled.type;
  if (kind === 'record') {
    const reason = `"${text.trim()}" has fields; name one of them`;
    return { kind: 'invalid', problems: [{ offset: 0, reason }], isSyntax: false } as const;
  }
  // The library writes both in the form of CEL.
  return kind === 'timestamp' || kind === 'duration'
    ? compileExpression(`string(${text})`, { further })
    : compiled;
}

/** A message must not hide that a policy denies: what cannot be evaluated is shown as such. */
function quoted(expression: CompiledExpression, world: World, show: Show): string {
  const found = expression.evaluate(world);
  return found.kind === 'value' ? valueText(found.value, show) : '(unknown)';
}

interface Part {
  readonly kind: 'text' | 'placeholder' | 'open';
  readonly text: string;
  readonly offset: number;
}

function* partsOf(text: string): Generator<Part> {
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('{{', at);
    if (start < 0) {
      yield { kind: 'text', text: text.slice(at), offset: at };
      return;
    }
    if (start > at) yield { kind: 'text', text: text.slice(at, start), offset: at };
    const end = text.indexOf('}}', start);
    if (end < 0) {
      yield { kind: 'open', text: '', offset: start };
      return;
    }
    yield { kind: 'placeholder', text: text.slice(start + 2, end), offset: start + 2 };
    at = end + 2;
  }
}
