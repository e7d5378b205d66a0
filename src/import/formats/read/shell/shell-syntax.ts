import { forEachChild, type SyntaxNode } from 'unbash';

/** A script that cannot be parsed. */
export class ShellSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Checks a script and the scripts within it. `site`: where errors are reported; undefined: where they are.
 *
 * @throws ShellSyntaxError
 */
export function checkSyntax(node: SyntaxNode, site: number | undefined): void {
  const isHereDocument = node.type === 'HereDoc';
  if (isHereDocument && !node.closing)
    throw new ShellSyntaxError('unterminated here-document', site ?? node.pos);
  const [error] = node.type === 'Script' && 'errors' in node ? (node.errors ?? []) : [];
  if (error) throw new ShellSyntaxError(describe(error.message), site ?? error.pos);
  forEachChild(node, (child) => {
    const isDecoded = child.type === 'Script' && child.source !== undefined;
    checkSyntax(child, isDecoded ? (site ?? node.pos) : site);
  });
}

/** The message of the parser, unless it quotes the script, which may contain secrets. */
function describe(message: string): string {
  return /^(?:unterminated|maximum|expected '(?:fi|done|esac|then|do|[^\w'\s]{1,2})' )/.test(message)
    ? message
    : 'unexpected token';
}

/**
 * Rejects scripts that would take minutes to parse.
 *
 * @throws ShellSyntaxError
 */
export function checkSize(text: string): void {
  if (text.length > 4_000_000) throw new ShellSyntaxError('the script is too large', 0);
  let [depth, documents] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/[()]|<</g)) {
    if (token === '<<') documents += 1;
    else depth = token === '(' ? depth + 1 : Math.max(depth - 1, 0);
    if (depth > 500 || documents > 5000) throw new ShellSyntaxError('nested too deeply', index);
  }
}

/** The variables that an arithmetic expression sets: `i++`, `i += 2`, `((…))`. */
export function namesSetBy(node: SyntaxNode): readonly string[] {
  if (node.type === 'ArithmeticCommand') return node.body.match(/[A-Za-z_]\w*/g) ?? [];
  const target =
    node.type === 'ArithmeticUnary' && /^(?:\+\+|--)$/.test(node.operator)
      ? node.operand
      : node.type === 'ArithmeticBinary' && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator)
        ? node.left
        : undefined;
  return target?.type === 'ArithmeticWord' ? (target.value.match(/^[A-Za-z_]\w*/g) ?? []) : [];
}

/** The nodes that are there. */
export function definedOf(nodes: readonly (SyntaxNode | undefined)[]): readonly SyntaxNode[] {
  return nodes.filter((one) => one !== undefined);
}
