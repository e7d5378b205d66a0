import type { parse } from '@bufbuild/cel';

/** A node of a parsed expression. */
export type Expression = ReturnType<typeof parse>['expr'];

/** The nodes directly below a node, in the order in which they are evaluated. */
export function partsOf({ exprKind }: Expression): readonly Expression[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return written(exprKind.value.operand);
    case 'callExpr':
      return [...written(exprKind.value.target), ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...written(value),
      ]);
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
      return [iterRange, accuInit, loopCondition, loopStep, result].flatMap(written);
    }
    default:
      return [];
  }
}

/** The name, if a node is an identifier. */
export function identifierOf(node: Expression | undefined): string | undefined {
  return node?.exprKind.case === 'identExpr' ? node.exprKind.value.name : undefined;
}

/** The text, if a node is a text constant. */
export function constantText(node: Expression | undefined): string | undefined {
  const constant = node?.exprKind.case === 'constExpr' ? node.exprKind.value.constantKind : undefined;
  return constant?.case === 'stringValue' ? constant.value : undefined;
}

function written(node: Expression | undefined): readonly Expression[] {
  return node ? [node] : [];
}
