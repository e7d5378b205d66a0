import { nearestName } from '../model/nearest-name.ts';
import { functionNames, overloadsOf } from './cel-functions.ts';
import { accepts, isBool, noOverload, operatorRules, resultIfAny } from './cel-overloads.ts';
import { type CelType, depthOf, listOf, scalar, typeText, unify } from './cel-type.ts';
import type { Expression } from './expression.ts';

/** A mistake in an expression. */
export interface ExpressionProblem {
  /** The offset in the text of the expression. */
  readonly offset: number;
  /** A sentence without a capital and a period. */
  readonly reason: string;
  /** The known name that is nearest to an unknown one. */
  readonly suggestion?: string | undefined;
}

/** The type of an expression and all of its mistakes. */
export interface CheckedExpression {
  readonly type: CelType;
  readonly problems: readonly ExpressionProblem[];
}

/** What an expression is checked against. */
export interface CheckContext {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly text: string;
  /** The offset of each node by its id. */
  readonly positions: Readonly<Record<string, number>>;
}

/**
 * Determines the type of an expression, and finds unknown variables, fields and functions, and values of a wrong type. It
 * is stricter than CEL requires: without `dyn`, every type is known, so that nothing but values can go wrong later.
 */
export function checkExpression(expression: Expression, context: CheckContext): CheckedExpression {
  const checker = new Checker(context);
  const type = checker.typeOf(expression, context.variables);
  return { type, problems: checker.problems };
}

type Scope = ReadonlyMap<string, CelType>;

const unknown: CelType = { kind: 'any' };
const bool: CelType = { kind: 'bool' };
const deepest = 4;

class Checker {
  readonly problems: ExpressionProblem[] = [];
  readonly #context: CheckContext;

  constructor(context: CheckContext) {
    this.#context = context;
  }

  typeOf(node: Expression | undefined, scope: Scope): CelType {
    if (!node) return unknown;
    const type = this.#typeOf(node, scope);
    return depthOf(type) > deepest
      ? this.#report(node, `lists and maps are nested more than ${deepest} deep`)
      : type;
  }

  #typeOf(node: Expression, scope: Scope): CelType {
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'constExpr':
        return constantTypes[exprKind.value.constantKind.case ?? ''] ?? unknown;
      case 'identExpr':
        return this.#identifier(node, exprKind.value.name, scope);
      case 'selectExpr':
        return this.#select(node, exprKind.value, scope);
      case 'listExpr':
        return listOf(this.#common(node, exprKind.value.elements, scope, 'elements of a list'));
      case 'structExpr':
        return this.#struct(node, exprKind.value, scope);
      case 'callExpr':
        return this.#call(node, exprKind.value, scope);
      case 'comprehensionExpr':
        return this.#comprehension(node, exprKind.value, scope);
      default:
        return this.#report(node, 'an expression is missing');
    }
  }

  #report(node: Expression, reason: string, suggestion?: string): CelType {
    const offset = this.#offsetOf(node);
    this.problems.push({ offset, reason, ...(suggestion !== undefined && { suggestion }) });
    return unknown;
  }

  /** The parser names the dot before a field or a method; a person looks at the name. */
  #offsetOf({ id }: Expression): number {
    const { positions, text } = this.#context;
    const offset = positions[String(id)] ?? 0;
    const start = skipBlanks(text, offset);
    return text.charAt(start) === '.' ? skipBlanks(text, start + 1) : start;
  }

  #identifier(node: Expression, name: string, scope: Scope): CelType {
    const known = scope.get(name);
    if (known) return known;
    return this.#report(
      node,
      `unknown variable "${name}"`,
      nearestName(name, [...scope.keys()].filter(isWritten)),
    );
  }

  #select(node: Expression, { operand, field, testOnly }: Parts<'selectExpr'>, scope: Scope): CelType {
    const type = this.typeOf(operand, scope);
    if (type.kind === 'any') return testOnly ? bool : unknown;
    if (type.kind === 'map') return testOnly ? bool : type.value;
    if (type.kind !== 'record')
      return this.#report(node, `${typeText(type)} has no fields, so no "${field}"`);
    const found = Object.hasOwn(type.fields, field) ? type.fields[field] : undefined;
    if (found) return testOnly ? bool : found;
    const names = Object.keys(type.fields);
    return this.#report(node, `"${type.name}" has no field "${field}"`, nearestName(field, names));
  }

  #common(node: Expression, parts: readonly Expression[], scope: Scope, what: string): CelType {
    let common = unknown;
    for (const part of parts) {
      const type = this.typeOf(part, scope);
      const both = unify(common, type);
      if (!both) {
        return this.#report(part, `${what} have different types: ${typeText(common)} and ${typeText(type)}`);
      }
      common = both;
    }
    return common.kind === 'record'
      ? this.#report(node, `"${common.name}" cannot be put into a list`)
      : common;
  }

  #struct(node: Expression, { messageName, entries }: Parts<'structExpr'>, scope: Scope): CelType {
    if (messageName !== '') return this.#report(node, `there is no message "${messageName}"`);
    const keys = entries.flatMap(({ keyKind }) => (keyKind.case === 'mapKey' ? [keyKind.value] : []));
    const values = entries.flatMap(({ value }) => value ?? []);
    return {
      kind: 'map',
      key: this.#common(node, keys, scope, 'keys of a map'),
      value: this.#common(node, values, scope, 'values of a map'),
    };
  }

  #comprehension(node: Expression, fold: Parts<'comprehensionExpr'>, scope: Scope): CelType {
    const range = this.typeOf(fold.iterRange, scope);
    if (!['list', 'map', 'any'].includes(range.kind))
      return this.#report(fold.iterRange ?? node, `${typeText(range)} is no list or map`);
    const item = range.kind === 'list' ? range.of : range.kind === 'map' ? range.key : unknown;
    const before = this.typeOf(fold.accuInit, scope);
    const inner = new Map([...scope, [fold.iterVar, item], [fold.accuVar, before]]);
    const after = this.typeOf(fold.loopStep, inner);
    inner.set(fold.accuVar, unify(before, after) ?? before);
    this.typeOf(fold.loopCondition, inner);
    return this.typeOf(fold.result, inner);
  }

  #call(node: Expression, call: Parts<'callExpr'>, scope: Scope): CelType {
    const own = operatorRules[call.function];
    const operands = [...(call.target ? [call.target] : []), ...call.args];
    // An unknown function with a misspelt receiver: the receiver is the mistake.
    const types = operands.map((operand) => this.typeOf(operand, scope));
    if (types.some(({ kind }) => kind === 'any') && !own) return resultIfAny(call.function);
    if (own) {
      const result = own(types);
      return result ?? this.#report(misfit(call, operands, types) ?? node, noOverload(call, types));
    }
    const [one, other] = types;
    const lists = call.function === '_+_' && one?.kind === 'list' && other && unify(one, other);
    if (lists) return lists;
    const overloads = overloadsOf(call.function);
    if (!overloads) {
      const suggestion = nearestName(call.function, functionNames());
      return this.#report(node, `unknown function "${call.function}"`, suggestion);
    }
    const found = overloads.find((overload) => accepts(overload, call.target !== undefined, types));
    return found?.result ?? this.#report(node, noOverload(call, types));
  }
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

type Parts<Case extends Expression['exprKind']['case']> =
  Extract<Expression['exprKind'], { case: Case }> extends { value: infer Value } ? Value : never;

function isWritten(name: string): boolean {
  return !name.startsWith('@');
}

const constantTypes: Readonly<Record<string, CelType>> = {
  boolValue: bool,
  bytesValue: scalar('bytes'),
  doubleValue: scalar('double'),
  int64Value: scalar('int'),
  nullValue: scalar('null'),
  stringValue: scalar('string'),
  uint64Value: scalar('uint'),
};

/** The first operand that is not true or false, of an operator that needs such: the parser names no place for it. */
function misfit(
  call: Parts<'callExpr'>,
  operands: readonly Expression[],
  types: readonly CelType[],
): Expression | undefined {
  const needed = { '_&&_': 2, '_||_': 2, '_?_:_': 1 }[call.function] ?? 0;
  return operands.slice(0, needed).find((_, index) => !isBool(types[index] ?? unknown));
}
