import { type Expression, identifierOf, partsOf } from './expression.ts';

/** Functions of the limited expression; nobody can write these names. */
export const limits = { alive: '@alive', append: '@append', charge: '@charge' } as const;

/**
 * The expression with a budget: each iteration of a loop counts, and each call counts the size of its arguments. Without
 * a loop, and without functions whose result can be much larger than their arguments, the length of the expression is
 * limit enough, and it stays as it is.
 */
export function limitExpression(expression: Expression): Expression {
  return isUnlimited(expression) ? limit(expression) : expression;
}

const growing: ReadonlySet<string> = new Set(['replace', 'join', 'matches']);

function isUnlimited(node: Expression): boolean {
  const { exprKind } = node;
  if (exprKind.case === 'comprehensionExpr') return true;
  if (exprKind.case === 'callExpr' && growing.has(exprKind.value.function)) return true;
  return partsOf(node).some(isUnlimited);
}

function limit(node: Expression): Expression {
  const { exprKind } = node;
  switch (exprKind.case) {
    case 'selectExpr':
      return withKind(node, {
        case: 'selectExpr',
        value: { ...exprKind.value, operand: limited(exprKind.value.operand) },
      });
    case 'listExpr':
      return withKind(node, {
        case: 'listExpr',
        value: { ...exprKind.value, elements: exprKind.value.elements.map(limit) },
      });
    case 'structExpr':
      return limitStruct(node, exprKind.value);
    case 'callExpr':
      return limitCall(node, exprKind.value);
    case 'comprehensionExpr':
      return limitLoop(node, exprKind.value);
    default:
      return node;
  }
}

function limited(node: Expression | undefined): Expression | undefined {
  return node && limit(node);
}

type Kind = Expression['exprKind'];
type ValueOf<Case extends Kind['case']> =
  Extract<Kind, { case: Case }> extends { value: infer Value } ? Value : never;

function withKind(node: Expression, exprKind: Kind): Expression {
  return { ...node, exprKind };
}

function limitStruct(node: Expression, struct: ValueOf<'structExpr'>): Expression {
  const entries = struct.entries.map((entry) => ({
    ...entry,
    keyKind:
      entry.keyKind.case === 'mapKey'
        ? { case: 'mapKey' as const, value: limit(entry.keyKind.value) }
        : entry.keyKind,
    value: limited(entry.value),
  }));
  return withKind(node, { case: 'structExpr', value: { ...struct, entries } } as Kind);
}

/** Operators that evaluate a part of their operands, or look into one of them, whatever its size is. */
const uncounted: ReadonlySet<string> = new Set([
  '_&&_',
  '_||_',
  '_?_:_',
  '_[_]',
  '@not_strictly_false',
  'get',
]);

function limitCall(node: Expression, call: ValueOf<'callExpr'>): Expression {
  const [first, second] = call.args;
  if (call.function === '_+_' && identifierOf(first) === '@result' && second?.exprKind.case === 'listExpr') {
    const [element] = second.exprKind.value.elements;
    if (first && element) return callOf(node, limits.append, [first, limit(element)]);
  }
  const isCounted = !uncounted.has(call.function);
  const wrap = (part: Expression) => {
    const inner = limit(part);
    return isCounted && part.exprKind.case !== 'constExpr' ? callOf(part, limits.charge, [inner]) : inner;
  };
  return withKind(node, {
    case: 'callExpr',
    value: { ...call, target: call.target && wrap(call.target), args: call.args.map(wrap) },
  } as Kind);
}

function limitLoop(node: Expression, loop: ValueOf<'comprehensionExpr'>): Expression {
  const condition = limited(loop.loopCondition) ?? node;
  const value = {
    ...loop,
    iterRange: limited(loop.iterRange),
    accuInit: limited(loop.accuInit),
    loopCondition: callOf(condition, '_&&_', [callOf(condition, limits.alive, []), condition]),
    loopStep: limited(loop.loopStep),
    result: limited(loop.result),
  };
  return withKind(node, { case: 'comprehensionExpr', value } as Kind);
}

function callOf(node: Expression, name: string, args: readonly Expression[]): Expression {
  const value = { $typeName: 'cel.expr.Expr.Call', function: name, args: [...args] };
  return { ...node, exprKind: { case: 'callExpr', value } } as Expression;
}
