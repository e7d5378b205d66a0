import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/policy/compile-expression.ts';
import { planValue } from '../../src/policy/world.ts';

/** `offset: reason`, and the suggestion. */
function problemsOf(text: string): string[] {
  const compiled = compileExpression(text, {});
  if (compiled.kind === 'compiled') return [];
  return compiled.problems.map(({ offset, reason, suggestion }) =>
    [`${offset}: ${reason}`, ...(suggestion === undefined ? [] : [`did you mean ${suggestion}`])].join('; '),
  );
}

const names = Array.from({ length: 2000 }, (_, index) => `connector-${index}`);
const noNames = { created: [], updated: [], deleted: [], losesOffsets: [] };
const plan = planValue({ states: 0, restarts: 0, declared: 0, live: 0, names, ...noNames });

function evaluate(text: string) {
  const compiled = compileExpression(text, {});
  if (compiled.kind === 'invalid') throw new Error(JSON.stringify(compiled.problems));
  return compiled.evaluate({ plan });
}

describe('a syntax error', () => {
  it.each([
    ['', '0: the expression is empty'],
    ["connector.name = 'x'", '15: "=" is no operator: == compares'],
    ["connector.name == 'x", "18: the text that begins with ' is not closed"],
    ['plan.total > 1 and plan.total < 3', '15: "and" is no operator: write &&'],
    ['plan.total > 1 &&', '15: nothing follows "&&"'],
    ['plan.total > (1 + 2', '13: "(" is not closed'],
    ['plan.total > 1)', '14: ")" closes nothing'],
    ['plan.total > [1, 2)', '18: ")" closes nothing'],
    ['plan.total 1', '11: an operator is missing before "1"'],
    ['plan.total > > 1', '13: ">" cannot follow ">"'],
    ['== 1', '0: nothing stands before "=="'],
    ['plan. == 1', '6: "==" cannot follow "."'],
    ['plan.total # 1', '11: unexpected #'],
    ["connector.labels['a', 'b'] == ''", '16: the expression cannot be read from here on'],
  ])('in %j is named with its place', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([
    "connector.name in ['a', 'b',]",
    "!(plan.total == -1) ? connector.labels.get('a', '') != '' : {'a': 1}['a'] == 1",
    "connector.name.matches(r'^\\w+$') // a comment\n && plan.total >= 1",
    "has(connector.labels.owner) && 'a\\'b' != \"c\"",
    "now > timestamp('2026-01-01T00:00:00Z') && now - timestamp('2026-01-01T00:00:00Z') > duration('1h')",
    'plan.names.filter(name, name.startsWith("x")).size() * 2 <= plan.declared && 1.5 < 2.0',
  ])('is not found in %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('the check before a policy runs', () => {
  it.each([
    ['conector.name == ""', '0: unknown variable "conector"; did you mean connector'],
    ['connector.nme == ""', '10: "connector" has no field "nme"; did you mean name'],
    ['connector . nme == ""', '12: "connector" has no field "nme"; did you mean name'],
    ['connector.name.startWith("a")', '15: unknown function "startWith"; did you mean startsWith'],
    ['plan.total == "1"', '11: "==" cannot be used with int and string'],
    ['plan.total && true', '5: "&&" cannot be used with int and bool'],
    ['plan.names.all(name, nme == "a")', '21: unknown variable "nme"; did you mean name'],
    ['plan.names == ["a", 1]', '20: elements of a list have different types: string and int'],
    ['connector.name.size() > "1"', '22: ">" cannot be used with int and string'],
    ['int(plan.names) == 1', '0: there is no int(list<string>), only int(int), int(uint), int(double)'],
    [
      'connector.config.get("a") == ""',
      '17: there is no map<string, string>.get(string), only map<string, string>.get(string, string)',
    ],
    ['connector == null', '10: "==" cannot be used with connector and null'],
    ['true ? 1 : "a"', '0: "? :" cannot be used with bool and int and string'],
    ['[[[[[1]]]]] == []', '0: lists and maps are nested more than 4 deep'],
    ['dyn(1) == 1', '0: unknown function "dyn"'],
    ['params.max == 1', '0: unknown variable "params"'],
    ['change.keys.foo', '12: list<string> has no fields, so no "foo"'],
  ])('finds the mistake in %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('finds all mistakes at once', () => {
    expect(problemsOf('conector.name == "" && nw > plan.totl')).toHaveLength(3);
  });

  it('refuses an expression that nobody reads', () => {
    expect(problemsOf(`plan.total > 1${' '.repeat(4000)}`)).toEqual([
      '0: the expression has 4014 characters; at most 4000 are allowed',
    ]);
  });
});

describe('an expression', () => {
  it('compares, counts and converts', () => {
    expect(evaluate("plan.names.filter(name, name.endsWith('7')).size() == 200")).toEqual({
      kind: 'value',
      value: true,
    });
    expect(
      evaluate("plan.names.map(name, name + 'x').all(name, name.matches('^connector-[0-9]+x$'))"),
    ).toEqual({
      kind: 'value',
      value: true,
    });
    expect(evaluate("'a, b ,c'.split(',').map(one, one.trim()).join('+') == 'a+b+c'")).toEqual({
      kind: 'value',
      value: true,
    });
    expect(evaluate("'aaa'.replace('a', 'b', 2) + 'aaa'.replace('a', '$&')")).toEqual({
      kind: 'value',
      value: 'bba$&$&$&',
    });
  });

  it.each([
    ['loops in loops', `${'[0,1,2,3,4,5,6,7,8,9].all(a, '.repeat(8)}true${')'.repeat(8)}`],
    ['a loop over all pairs of all pairs', 'plan.names.exists(a, plan.names.exists(b, a + b == a))'],
    ['a text that doubles', `['aaaaaaaaaaaaaaaa']${'.map(x, x + x)'.repeat(60)}[0] == 'b'`],
    ['a list that doubles', `[[1, 2, 3, 4]]${'.map(x, x + x)'.repeat(40)}[0].size() == 3`],
    [
      'a replacement that grows',
      `'aaaaaaaaaaaaaaaa'${".replace('a', 'aaaaaaaaaaaaaaaa')".repeat(20)} == 'b'`,
    ],
    ['a joined list that grows', `['a']${'.map(x, [x, x, x].join(x + x + x))'.repeat(40)}[0] == 'b'`],
    ['a comparison of lists of lists', 'plan.names.map(a, plan.names) == plan.names.map(a, plan.names)'],
  ])('cannot run for ever: %s', (_, text) => {
    expect(evaluate(text)).toEqual({
      kind: 'failed',
      reason: 'it takes too many steps; simplify its loops',
    });
  });

  it('cannot run for ever by many evaluations either', () => {
    const compiled = compileExpression('plan.names.all(a, plan.names.exists(b, b == "connector-150"))', {});
    if (compiled.kind === 'invalid') throw new Error('invalid');
    const results = Array.from({ length: 5 }, () => compiled.evaluate({ plan }));
    expect(results[0]).toMatchObject({ reason: 'it takes too many steps; simplify its loops' });
    expect(results.at(-1)).toMatchObject({
      reason: 'it is not evaluated any more, because it took too many steps; simplify its loops',
    });
  });

  it('matches regular expressions in linear time, and takes no other kind', () => {
    expect(evaluate(`'${'a'.repeat(3000)}'.matches('^(a*)*(a*)*b$')`)).toEqual({
      kind: 'value',
      value: false,
    });
    expect(evaluate("'aa'.matches('(a)\\\\1')")).toMatchObject({ kind: 'failed' });
  });
});
