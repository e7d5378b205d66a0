import type { Block, Body, Expression } from './hcl.ts';
import { HclCursor } from './hcl-cursor.ts';
import { parseExpression } from './parse-expression.ts';
import { parseQuoted } from './parse-template.ts';

/**
 * Parses HCL, the language of Terraform, as far as import needs it: blocks, attributes, literals, references and
 * templates. Other expressions are skipped, and named.
 *
 * @throws HclSyntaxError if the text is no HCL
 */
export function parseHcl(text: string): Body {
  const cursor = new HclCursor(text.replace(/^\ufeff/, ' '));
  const body = parseBody(cursor);
  if (!cursor.isAtEnd) throw cursor.fault('unexpected }');
  return body;
}

function parseBody(cursor: HclCursor): Body {
  const attributes = new Map<string, Expression>();
  const blocks: Block[] = [];
  for (;;) {
    cursor.skipSpace({ newlines: true });
    if (cursor.isAtEnd || cursor.isAt('}')) return { attributes, blocks };
    const start = cursor.at;
    const name = cursor.take(identifier) ?? quotedLabel(cursor);
    if (name === undefined) throw cursor.fault('expected the name of an attribute or a block');
    cursor.skipSpace({ newlines: false });
    if (cursor.isAt('=') && !cursor.isAt('==')) {
      cursor.skip('=');
      attributes.set(name, parseExpression(cursor, { newlines: false }));
    } else blocks.push(parseBlock(cursor, name, start));
  }
}

const identifier = /[\p{L}_][\p{L}\p{N}_-]*/uy;

function parseBlock(cursor: HclCursor, type: string, start: number): Block {
  const labels: string[] = [];
  while (!cursor.isAt('{')) {
    const label = cursor.take(identifier) ?? quotedLabel(cursor);
    if (label === undefined) throw cursor.fault('expected {');
    labels.push(label);
    cursor.skipSpace({ newlines: false });
  }
  cursor.expect('{');
  const body = cursor.nested(() => parseBody(cursor));
  if (cursor.isAtEnd) throw cursor.fault('unclosed {');
  cursor.expect('}');
  return { ...body, type, labels, start, end: cursor.at };
}

function quotedLabel(cursor: HclCursor): string | undefined {
  if (!cursor.isAt('"')) return undefined;
  return parseQuoted(cursor, (inner) => parseExpression(inner, { newlines: true }))
    .parts.map((part) => (typeof part === 'string' ? part : ''))
    .join('');
}
