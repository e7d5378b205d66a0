import { isCelMap } from '@bufbuild/cel';
import type { World } from './compile-expression.ts';
import { constantText, type Expression, identifierOf, partsOf } from './expression.ts';

/** One value that an expression reads: `connector.class`, or with a key `connector.config["tasks.max"]`. */
interface Input {
  readonly variable: string;
  /** Undefined: only whether the variable is null. */
  readonly field: string | undefined;
  readonly key: string | undefined;
}

/** Texts that differ wherever an expression could have another value; undefined: not known for these values. */
export type Fingerprint = (world: World) => string | undefined;

/**
 * What an expression reads of a connector, as one text: most rules read one or two keys, which have the same values in
 * thousands of connectors. Undefined where the expression also reads something else, such as all keys.
 */
export function fingerprintOf(expression: Expression): Fingerprint | undefined {
  const inputs = new Map<string, Input>();
  if (!collect(expression, inputs)) return undefined;
  const read = [...inputs.values()];
  return (world) => {
    let text = '';
    for (const input of read) {
      const value = readInput(input, world);
      if (typeof value === 'object') return undefined;
      text += `${typeof value}${String(value)}\u0000`;
    }
    return text;
  };
}

/** The others are the same for all connectors of a run. */
const ofConnectors: ReadonlySet<string> = new Set(['connector', 'live', 'change']);
const maps: ReadonlySet<string> = new Set(['config', 'labels', 'secrets']);

/** Adds what an expression reads; false if that cannot be told. */
function collect(node: Expression, inputs: Map<string, Input>): boolean {
  const input = inputOf(node);
  if (input) {
    inputs.set([input.variable, input.field, input.key].join('\u0000'), input);
    // The arguments behind the key, such as the default of `get`.
    return otherParts(node).every((part) => collect(part, inputs));
  }
  const name = identifierOf(node);
  if (name !== undefined) return !ofConnectors.has(name);
  return partsOf(node).every((part) => collect(part, inputs));
}

function inputOf(node: Expression): Input | undefined {
  const { exprKind } = node;
  if (exprKind.case === 'selectExpr') {
    const { operand, field } = exprKind.value;
    const map = mapOf(operand);
    if (map) return { ...map, key: field };
    const variable = identifierOf(operand);
    const isScalar = variable !== undefined && ofConnectors.has(variable) && !maps.has(field);
    return isScalar ? { variable, field, key: undefined } : undefined;
  }
  if (exprKind.case !== 'callExpr') return undefined;
  const { function: name, target, args } = exprKind.value;
  const [first, second] = args;
  if (name === '_==_' || name === '_!=_') return comparedWithNull(first, second);
  if (name === '_[_]') return keyed(first, second);
  if (name === '@in') return keyed(second, first);
  return name === 'get' || name === 'list' ? keyed(target, first) : undefined;
}

function keyed(map: Expression | undefined, key: Expression | undefined): Input | undefined {
  const [found, text] = [mapOf(map), constantText(key)];
  return found && text !== undefined ? { ...found, key: text } : undefined;
}

function mapOf(node: Expression | undefined): Pick<Input, 'variable' | 'field'> | undefined {
  if (node?.exprKind.case !== 'selectExpr') return undefined;
  const { operand, field } = node.exprKind.value;
  const variable = identifierOf(operand);
  return variable !== undefined && ofConnectors.has(variable) && maps.has(field)
    ? { variable, field }
    : undefined;
}

function comparedWithNull(one: Expression | undefined, other: Expression | undefined): Input | undefined {
  const isNull =
    other?.exprKind.case === 'constExpr' && other.exprKind.value.constantKind.case === 'nullValue';
  const variable = identifierOf(one);
  return isNull && variable === 'live' ? { variable, field: undefined, key: undefined } : undefined;
}

/** What is evaluated beside the value that an input stands for. */
function otherParts({ exprKind }: Expression): readonly Expression[] {
  const isGet = exprKind.case === 'callExpr' && exprKind.value.function === 'get';
  return isGet ? exprKind.value.args.slice(1) : [];
}

function readInput({ variable, field, key }: Input, world: World): unknown {
  const record = world[variable];
  if (!isCelMap(record)) return 'null';
  if (field === undefined) return 'record';
  const value: unknown = record.get(field);
  if (key === undefined) return value;
  return isCelMap(value) ? (value.get(key) as unknown) : undefined;
}
