import {
  type CelEnv,
  type CelFunc,
  CelScalar,
  celEnv,
  celFunc,
  celList,
  celMethod,
  listType,
  mapType,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { RE2JS } from '@bufbuild/re2';
import { memoize } from '../model/memoize.ts';
import { overloadsOf } from './cel-functions.ts';
import { limits } from './limit-expression.ts';
import { append, StepBudget } from './step-budget.ts';

const { BOOL, DYN, INT, STRING } = CelScalar;
const anyList = listType(DYN);
const texts = mapType(STRING, STRING);

/** The budget of the evaluation that runs: JavaScript runs one at a time. */
export const budget = new StepBudget();

/** Patterns of policies are few, and compiling one takes longer than matching. */
const compilePattern = memoize((pattern: string) => RE2JS.compile(pattern));

/**
 * The functions of expressions: the CEL standard, strings, `get` and `list` for maps of texts, and what counts steps. None
 * of them can read anything but its arguments. Regular expressions take linear time.
 */
export const environment: CelEnv = celEnv({
  funcs: [
    ...strings.filter(isOffered),
    celMethod('get', texts, [STRING, STRING], STRING, function (key, otherwise) {
      const found: unknown = this.get(key);
      return typeof found === 'string' ? found : otherwise;
    }),
    celMethod('list', texts, [STRING], listType(STRING), function (key) {
      const found: unknown = this.get(key);
      return typeof found === 'string' ? partsOf(found) : [];
    }),
    celMethod('matches', STRING, [STRING], BOOL, function (pattern) {
      return matches(this, pattern);
    }),
    celFunc('matches', [STRING, STRING], BOOL, matches),
    celFunc('_+_', [anyList, anyList], anyList, (one, other) => celList([...one, ...other])),
    celMethod('replace', STRING, [STRING, STRING], STRING, function (before, after) {
      chargeProduct(this.length, after.length);
      return this.replaceAll(before, () => after);
    }),
    celMethod('replace', STRING, [STRING, STRING, INT], STRING, function (before, after, most) {
      chargeProduct(this.length, after.length);
      return replaceFirst(this, { before, after, most: Number(most) });
    }),
    celMethod('join', anyList, [STRING], STRING, function (separator) {
      chargeProduct(this.size, separator.length);
      return [...this].map(String).join(separator);
    }),
    celFunc(limits.alive, [], BOOL, () => budget.take(1)),
    celFunc(limits.append, [anyList, DYN], anyList, (list, element) => {
      budget.take(1);
      return append(list, element, (elements) => celList(elements as never));
    }),
    celFunc(limits.charge, [DYN], DYN, (value) => {
      budget.charge(value);
      return value;
    }),
  ],
});

function isOffered({ name }: CelFunc): boolean {
  return overloadsOf(name) !== undefined;
}

/** The entries of a list in a configuration: separated by commas, without the blanks around them. */
function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function matches(text: string, pattern: string): boolean {
  if (!budget.take(((text.length >> 4) + 1) * ((pattern.length >> 4) + 1))) throw new Error('too many steps');
  return compilePattern(pattern).test(text);
}

function replaceFirst(
  text: string,
  { before, after, most }: { readonly before: string; readonly after: string; readonly most: number },
): string {
  let left = most < 0 ? Number.POSITIVE_INFINITY : most;
  return text.replaceAll(before, (found) => {
    left -= 1;
    return left < 0 ? found : after;
  });
}

/** The result can be as long as the product of both. */
function chargeProduct(one: number, other: number): void {
  if (!budget.take(((one + 1) * (other + 1)) / 16)) throw new Error('too many steps');
}
