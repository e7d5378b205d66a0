import { constantText, type Expression, identifierOf, partsOf } from './expression.ts';

/** What expressions refer to. */
export interface Mentions {
  /** The variables. */
  readonly variables: ReadonlySet<string>;
  /** The configuration keys of `connector` that are named, in the order of the text. */
  readonly keys: readonly string[];
}

/** Finds what expressions refer to: which variables decide when a policy is evaluated, and where its problem is shown. */
export function mentionsOf(expressions: Iterable<Expression>): Mentions {
  const [variables, keys] = [new Set<string>(), new Set<string>()];
  const visit = (node: Expression) => {
    const name = identifierOf(node);
    if (name !== undefined) variables.add(name);
    for (const key of keysOf(node)) keys.add(key);
    for (const part of partsOf(node)) visit(part);
  };
  for (const expression of expressions) visit(expression);
  return { variables, keys: [...keys] };
}

/** `connector.config["k"]`, `connector.config.k`, `connector.config.get("k", …)`, `"k" in connector.config`. */
function keysOf({ exprKind }: Expression): readonly string[] {
  if (exprKind.case === 'selectExpr') {
    const { operand, field } = exprKind.value;
    if (isConfig(operand)) return [field];
    return field === 'class' && identifierOf(operand) === 'connector' ? ['connector.class'] : [];
  }
  if (exprKind.case !== 'callExpr') return [];
  const { function: name, target, args } = exprKind.value;
  const [first, second] = args;
  const key =
    name === '_[_]' && isConfig(first)
      ? second
      : name === '@in' && isConfig(second)
        ? first
        : isConfig(target)
          ? first
          : undefined;
  const text = constantText(key);
  return text === undefined ? [] : [text];
}

function isConfig(node: Expression | undefined): boolean {
  if (node?.exprKind.case !== 'selectExpr') return false;
  const { operand, field } = node.exprKind.value;
  return field === 'config' && identifierOf(operand) === 'connector';
}
