import { type CelResult, isCelError, parse, plan } from '@bufbuild/cel';
import { budget, environment } from './cel-environment.ts';
import { type CelType, typeText } from './cel-type.ts';
import { checkExpression, type ExpressionProblem } from './check-expression.ts';
import type { Expression } from './expression.ts';
import { findSyntaxFault } from './find-syntax-fault.ts';
import { limitExpression } from './limit-expression.ts';
import { mostExhausted, stepsOfPolicy } from './step-budget.ts';
import { variableTypes } from './variables.ts';

/** The values of the variables, as CEL reads them. */
export type World = Readonly<Record<string, unknown>>;

/** The value of an expression, or why there is none. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string };

/** A checked expression that is ready to be evaluated. */
export interface CompiledExpression {
  readonly kind: 'compiled';
  readonly text: string;
  readonly syntax: Expression;
  readonly type: CelType;
  /** Never throws. */
  readonly evaluate: (world: World) => Evaluation;
}

/** All mistakes of an expression. */
export interface InvalidExpression {
  readonly kind: 'invalid';
  readonly problems: readonly ExpressionProblem[];
  readonly isSyntax: boolean;
}

/** Longer expressions are no rule that a person reads. */
const longest = 4000;

/**
 * Parses and checks an expression. `further` are variables beside the usual ones; `accepts` says which types of the
 * result are allowed.
 */
export function compileExpression(
  text: string,
  {
    further,
    expected,
  }: { readonly further?: ReadonlyMap<string, CelType> | undefined; readonly expected?: 'bool' },
): CompiledExpression | InvalidExpression {
  if (text.length > longest) {
    const reason = `the expression has ${text.length} characters; at most ${longest} are allowed`;
    return { kind: 'invalid', problems: [{ offset: 0, reason }], isSyntax: true };
  }
  const parsed = parseExpression(text);
  if (parsed.kind === 'invalid') return parsed;
  const { expression, positions } = parsed;
  const variables = new Map([...variableTypes, ...(further ?? [])]);
  const { type, problems } = checkExpression(expression, { variables, positions, text });
  if (problems.length > 0) return { kind: 'invalid', problems, isSyntax: false };
  if (expected !== undefined && type.kind !== expected) {
    const reason = `the expression must be true or false (bool), and is ${typeText(type)}`;
    return { kind: 'invalid', problems: [{ offset: 0, reason }], isSyntax: false };
  }
  return { kind: 'compiled', text, syntax: expression, type, evaluate: evaluator(expression) };
}

function parseExpression(text: string) {
  const fault = findSyntaxFault(text);
  if (fault) return { kind: 'invalid', problems: [fault], isSyntax: true } as const;
  try {
    const { expr, sourceInfo } = parse(text);
    return { kind: 'parsed', expression: expr, positions: sourceInfo?.positions ?? {} } as const;
  } catch (error) {
    const problem = { offset: offsetOf(error), reason: 'the expression cannot be read from here on' };
    return { kind: 'invalid', problems: [problem], isSyntax: true } as const;
  }
}

/** The library does not export the class of its syntax errors. */
function offsetOf(error: unknown): number {
  const place = error as { readonly location?: { readonly start?: { readonly offset?: number } } };
  return place.location?.start?.offset ?? 0;
}

/** Planned when it is first needed. */
function evaluator(expression: Expression): CompiledExpression['evaluate'] {
  let planned: ((world: World) => CelResult) | undefined;
  let [left, exhausted] = [stepsOfPolicy, 0];
  return (world) => {
    planned ??= plan(environment, limitExpression(expression)) as (world: World) => CelResult;
    if (left <= 0 || exhausted >= mostExhausted)
      return { kind: 'failed', reason: `it is not evaluated any more, because it took ${tooMany}` };
    budget.begin(left);
    const result = planned(world);
    left -= budget.used;
    if (budget.isExhausted) {
      exhausted += 1;
      return { kind: 'failed', reason: `it takes ${tooMany}` };
    }
    return isCelError(result) ? { kind: 'failed', reason: result.message } : { kind: 'value', value: result };
  };
}

const tooMany = 'too many steps; simplify its loops';
