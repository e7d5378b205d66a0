import { unreservedName } from '../../../../model/environment-names.ts';
import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import { markedVariable } from '../variable-mark.ts';
import { KsqlSyntaxError, type KsqlToken, ksqlTokens } from './ksql-tokens.ts';

/** A statement that creates a connector. */
export interface KsqlConnector {
  readonly name: string;
  readonly config: ReadonlyMap<string, string>;
  readonly offset: number;
}

/** What a file of ksqlDB defines. */
export interface KsqlFile {
  readonly connectors: readonly KsqlConnector[];
  /** Values of `DEFINE`, by name. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Reads the statements that create connectors. As in ksqlDB, a name without quotes is converted to upper case. Other
 * statements are ignored.
 *
 * @throws KsqlSyntaxError if a statement that creates a connector is invalid
 */
export function parseKsql(text: string): KsqlFile {
  const variables = new Map<string, string>();
  const connectors: KsqlConnector[] = [];
  for (const statement of statementsOf(ksqlTokens(text))) {
    const [first, name, , value] = statement;
    if (isWord(first, 'DEFINE') && name && value) variables.set(name.text, value.text);
    if (isWord(first, 'UNDEFINE') && name) variables.delete(name.text);
    const connector = connectorOf(statement, variables);
    if (connector) connectors.push(connector);
  }
  return { connectors, variables };
}

function statementsOf(tokens: readonly KsqlToken[]): readonly (readonly KsqlToken[])[] {
  const statements: KsqlToken[][] = [];
  let open: KsqlToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === ';') {
      statements.push(open);
      open = [];
    } else open.push(token);
  }
  return [...statements, open];
}

function connectorOf(
  statement: readonly KsqlToken[],
  variables: ReadonlyMap<string, string>,
): KsqlConnector | undefined {
  const [create, kind, noun] = statement;
  const isKind = isWord(kind, 'SOURCE') || isWord(kind, 'SINK');
  if (!(isWord(create, 'CREATE') && isKind && isWord(noun, 'CONNECTOR'))) return undefined;
  const isConditional = isWord(statement[3], 'IF');
  const [name, ...rest] = withWholeName(statement.slice(isConditional ? 6 : 3), variables);
  if (!create || !name || !isWord(rest[0], 'WITH') || rest[1]?.text !== '(')
    throw new KsqlSyntaxError('expected NAME WITH (', (name ?? create)?.offset ?? 0);
  const config = propertiesOf(rest.slice(2), variables);
  return { name: nameOf(name, variables), config, offset: create.offset };
}

/** A name without quotes may contain variables: `${env}_orders` is one name, and ksqlDB converts all of it to upper case. */
function withWholeName(
  tokens: readonly KsqlToken[],
  variables: ReadonlyMap<string, string>,
): readonly KsqlToken[] {
  const length = tokens.findIndex((token) => isWord(token, 'WITH'));
  const parts = tokens.slice(0, length);
  const isWhole = parts.every((token, index) => {
    const before = parts[index - 1];
    const isPart = token.kind === 'variable' || token.kind === 'word';
    return isPart && (before === undefined || endOf(before) === token.offset);
  });
  const [first] = parts;
  if (!first || parts.length === 1 || !isWhole) return tokens;
  const text = parts
    .map(({ kind, text }) => (kind === 'word' ? text : (variables.get(text) ?? `\${${text}}`)))
    .map((part) => (part.startsWith('${') ? part : part.toUpperCase()))
    .join('');
  return [{ kind: 'quoted', text, offset: first.offset }, ...tokens.slice(length)];
}

function endOf({ kind, text, offset }: KsqlToken): number {
  return offset + text.length + (kind === 'variable' ? '${}'.length : 0);
}

function isWord(token: KsqlToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

function nameOf(token: KsqlToken, variables: ReadonlyMap<string, string>): string {
  if (token.kind === 'variable')
    return variables.has(token.text) ? written(token.text, 'name') : `\${${token.text}}`;
  return token.kind === 'word' ? token.text.toUpperCase() : withVariables(token.text, 'name', variables);
}

function propertiesOf(
  tokens: readonly KsqlToken[],
  variables: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (let at = 0; ; at += 4) {
    const [key, equals, value, next] = tokens.slice(at, at + 4);
    if (key?.kind === 'sign' && key.text === ')') return properties;
    if (!key || equals?.text !== '=' || !value || !next)
      throw new KsqlSyntaxError(
        "expected a property, such as 'key' = 'value'",
        (key ?? tokens.at(-1))?.offset ?? 0,
      );
    const name = withVariables(key.text, '', variables);
    properties.set(name, literalValue(value, name, variables));
    if (next.text === ')') return properties;
    if (next.text !== ',') throw new KsqlSyntaxError('expected , or )', next.offset);
  }
}

function literalValue(token: KsqlToken, key: string, variables: ReadonlyMap<string, string>): string {
  if (token.kind === 'variable') return written(token.text, key);
  if (token.kind === 'word' && /^(?:true|false)$/i.test(token.text)) return token.text.toLowerCase();
  return token.kind === 'word' ? token.text : withVariables(token.text, key, variables);
}

/** `${name}` in a string is a variable only if a statement before it defines the name: `${topic}` is for the plugin. */
function withVariables(text: string, key: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    variables.has(name) ? written(name, key) : whole,
  );
}

function written(name: string, key: string): string {
  return saysSecret(key)
    ? markedVariable('env', unreservedName(name.toUpperCase()))
    : markedVariable('var', name);
}
