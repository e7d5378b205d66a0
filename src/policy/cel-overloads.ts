import { type Overload, overloadsOf } from './cel-functions.ts';
import { type CelType, scalar, typeText, unify } from './cel-type.ts';

/** A call, as far as a message names it. */
interface Call {
  readonly function: string;
  readonly target?: unknown;
}

const unknown: CelType = { kind: 'any' };
const bool: CelType = { kind: 'bool' };

/** The operators whose types depend on each other; undefined: they do not fit. */
export const operatorRules: Readonly<Record<string, (types: readonly CelType[]) => CelType | undefined>> = {
  '_&&_': (types) => (types.every(isBool) ? bool : undefined),
  '_||_': (types) => (types.every(isBool) ? bool : undefined),
  '_==_': ([one = unknown, other = unknown]) => (isComparable(one, other) ? bool : undefined),
  '_!=_': ([one = unknown, other = unknown]) => (isComparable(one, other) ? bool : undefined),
  '_?_:_': ([condition = unknown, one = unknown, other = unknown]) =>
    isBool(condition) ? unify(one, other) : undefined,
  '_[_]': ([of = unknown, at = unknown]) => {
    if (of.kind === 'any') return unknown;
    if (of.kind === 'list') return unify(at, scalar('int')) && of.of;
    return of.kind === 'map' ? unify(at, of.key) && of.value : undefined;
  },
  '@in': ([one = unknown, within = unknown]) => {
    if (within.kind === 'any') return bool;
    const part = within.kind === 'list' ? within.of : within.kind === 'map' ? within.key : undefined;
    return part && unify(one, part) && bool;
  },
  size: ([of = unknown, ...rest]) =>
    rest.length === 0 && ['any', 'string', 'bytes', 'list', 'map'].includes(of.kind)
      ? scalar('int')
      : undefined,
};

/** Whether a value can stand where true or false is needed. */
export function isBool({ kind }: CelType): boolean {
  return kind === 'bool' || kind === 'any';
}

function isComparable(one: CelType, other: CelType): boolean {
  const [first, second] = [one, other].map((type) => (type.kind === 'record' ? 'record' : type.kind));
  if (first === 'record' || second === 'record') {
    const isNullable = [one, other].some((type) => type.kind === 'record' && type.isNullable);
    return isNullable && [first, second].includes('null');
  }
  return unify(one, other) !== undefined;
}

/** Whether a call fits an overload. */
export function accepts(
  { receiver, parameters }: Overload,
  hasReceiver: boolean,
  types: readonly CelType[],
): boolean {
  if ((receiver !== undefined) !== hasReceiver) return false;
  const expected = receiver ? [receiver, ...parameters] : parameters;
  return (
    expected.length === types.length &&
    expected.every((type, index) => unify(type, types[index] ?? unknown) !== undefined)
  );
}

/** After a mistake that is reported already, a result that causes no further one. */
export function resultIfAny(name: string): CelType {
  const results = new Set(overloadsOf(name)?.map(({ result }) => typeText(result)));
  const [only] = overloadsOf(name) ?? [];
  if (name === '_+_' && only) return unknown;
  return results.size === 1 && only ? only.result : unknown;
}

/** Why a call fits no overload. */
export function noOverload(call: Call, types: readonly CelType[]): string {
  const shown = types.map(typeText);
  const operator = operators[call.function];
  if (operator !== undefined) return `"${operator}" cannot be used with ${shown.join(' and ')}`;
  const [receiver, ...rest] = call.target ? shown : ['', ...shown];
  const called = `${receiver === '' ? '' : `${receiver}.`}${call.function}(${rest.join(', ')})`;
  const others = overloadsOf(call.function)?.map((overload) => overloadText(call.function, overload)) ?? [];
  return `there is no ${called}${others.length === 0 ? '' : `, only ${others.slice(0, 3).join(', ')}`}`;
}

function overloadText(name: string, { receiver, parameters }: Overload): string {
  return `${receiver ? `${typeText(receiver)}.` : ''}${name}(${parameters.map(typeText).join(', ')})`;
}

const operators: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['&&', '||', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%'].map((one) => [`_${one}_`, one]),
  ),
  '@in': 'in',
  '_[_]': '[ ]',
  '_?_:_': '? :',
  '!_': '!',
  '-_': '-',
};
