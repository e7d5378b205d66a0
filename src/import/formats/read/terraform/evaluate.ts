import { unreservedName } from '../../../../model/environment-names.ts';
import { saysSecret } from '../../../../model/redaction/secret-key-name.ts';
import { isMap, textOf } from '../shapes/data-shape.ts';
import { terraformShow } from '../shapes/terraform-state.ts';
import { UnknownValue } from '../shapes/unknown-value.ts';
import { markedVariable } from '../variable-mark.ts';
import type { Body, Expression } from './hcl.ts';

/** What expressions of a file may refer to. */
export interface TerraformScope {
  readonly locals: ReadonlyMap<string, Expression>;
  /** Resources without `count` and `for_each`, by `type.name`. */
  readonly resources: ReadonlyMap<string, Body>;
  /** Variables that are declared sensitive. */
  readonly sensitive: ReadonlySet<string>;
  /** Bounds the work: locals that use each other several times would otherwise grow without limit. */
  readonly budget: { left: number };
}

/** Where an expression stands: what is secret depends on it. */
export interface ExpressionPlace {
  readonly key: string;
  readonly isSensitive: boolean;
  /** References that are being evaluated. */
  readonly inside: readonly string[];
}

/** The attributes and nested blocks of a block as data; what import cannot evaluate becomes an unknown value. */
export function membersOf(body: Body, scope: TerraformScope): Readonly<Record<string, unknown>> {
  const place = { isSensitive: false, inside: [] };
  return Object.fromEntries([
    ...body.blocks.map((block) => [block.type, membersOf(block, scope)] as const),
    ...[...body.attributes].map(([key, one]) => [key, evaluate(one, scope, { ...place, key })] as const),
  ]);
}

/** The value of an expression. Variables are marked in its strings. */
export function evaluate(expression: Expression, scope: TerraformScope, place: ExpressionPlace): unknown {
  scope.budget.left -= 1;
  if (scope.budget.left < 0) return unknown('locals that grow without limit');
  switch (expression.kind) {
    case 'literal':
      return expression.text;
    case 'list':
      return expression.items.map((one) => evaluate(one, scope, place));
    case 'object':
      return evaluateObject(expression.entries, scope, place);
    case 'template':
      return evaluateTemplate(expression.parts, scope, place);
    case 'reference':
      return evaluateReference(expression.path, scope, place);
    case 'other':
      return unknown(expression.uses);
  }
}

function evaluateObject(
  entries: readonly (readonly [Expression, Expression])[],
  scope: TerraformScope,
  place: ExpressionPlace,
): unknown {
  const isSensitive = place.isSensitive || place.key === 'config_sensitive';
  const members: [string, unknown][] = [];
  for (const [keyExpression, one] of entries) {
    const key = evaluate(keyExpression, scope, place);
    if (typeof key !== 'string') return unknown('a key that is an expression');
    members.push([key, evaluate(one, scope, { ...place, key, isSensitive })]);
  }
  return Object.fromEntries(members);
}

function evaluateTemplate(
  parts: readonly (string | Expression)[],
  scope: TerraformScope,
  place: ExpressionPlace,
): unknown {
  let text = '';
  for (const part of parts) {
    const value = typeof part === 'string' ? part : evaluate(part, scope, place);
    const own = textOf(value);
    if (own === undefined) return value instanceof UnknownValue ? value : unknown('an object in a string');
    text += own;
    scope.budget.left -= own.length;
    if (scope.budget.left < 0) return unknown('locals that grow without limit');
  }
  return text;
}

function evaluateReference(path: readonly string[], scope: TerraformScope, place: ExpressionPlace): unknown {
  const [root, name = '', ...members] = path;
  if (root === 'var' && members.length === 0) {
    const isSecret = place.isSensitive || scope.sensitive.has(name) || saysSecret(place.key);
    return isSecret
      ? markedVariable('env', unreservedName(name.toUpperCase().replaceAll('-', '_')))
      : markedVariable('var', name);
  }
  const [target, rest] = targetOf(path, scope);
  const id = path.slice(0, path.length - rest.length).join('.');
  if (!target || place.inside.includes(id)) return unknown(path.join('.'));
  let value = evaluate(target, scope, { ...place, inside: [...place.inside, id] });
  for (const member of rest) {
    if (!isMap(value)) break;
    value = value[member] ?? unknown(path.join('.'));
  }
  return value;
}

/** What a reference means in the file, and the members of it that are meant. */
function targetOf(
  [root = '', name = '', ...members]: readonly string[],
  { locals, resources }: TerraformScope,
): [Expression | undefined, readonly string[]] {
  if (root === 'local') return [locals.get(name), members];
  const [attribute = '', ...rest] = members;
  return [resources.get(`${root}.${name}`)?.attributes.get(attribute), rest];
}

function unknown(uses: string): UnknownValue {
  return new UnknownValue(uses, terraformShow);
}
