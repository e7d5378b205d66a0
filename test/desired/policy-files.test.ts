import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../src/policy/compile-policies.ts';
import { projectFolder } from '../support/project-folder.ts';

/** `file:line:column code`, of what is wrong with the policies of a project. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = projectFolder({ 'connectors/a.yaml': 'config: {topics: a}\n', ...files });
  const loaded = await folder.load();
  return [...loaded.diagnostics, ...compilePolicies(loaded.policies).diagnostics].map(({ code, source }) =>
    source ? `${source.file}:${source.line}:${source.column} ${code}` : code,
  );
}

describe('the place of a mistake in an expression', () => {
  it.each([
    ['plain', 'name: p\nassert: conector.name == "a"\n', '2:9'],
    ['plain, over two lines', 'name: p\nassert: plan.total == 1\n  && nw > now\n', '3:6'],
    ['in single quotes', "name: p\nassert: 'plan.total == 1 && ''a'' == nw'\n", '2:38'],
    ['in double quotes', 'name: p\nassert: "connector.name == \\"a\\" || nw"\n', '2:37'],
    ['a literal block', 'name: p\nassert: |\n  plan.total == 1 &&\n    nw == now\n', '4:5'],
    ['a folded block', 'name: p\nassert: >-\n    plan.total == 1 &&\n    nw == now\n', '4:5'],
    ['a block that begins with a sign', 'name: p\nassert: |-\n  -plan.total == nw\n', '3:18'],
    ['in a flow mapping', '{name: p, assert: "nw == now"}\n', '1:20'],
  ])('is exact if it is written %s', async (_, text, place) => {
    expect(await problemsOf({ 'policies/p.yaml': text })).toEqual([
      `policies/p.yaml:${place} invalid-policy-expression`,
    ]);
  });

  it('is exact in a message, and in the project file', async () => {
    const message = 'name: p\nassert: plan.total == 1\nmessage: "{{ plan.total }} and {{ plan.totl }}"\n';
    expect(await problemsOf({ 'policies/p.yaml': message })).toEqual([
      'policies/p.yaml:3:40 invalid-policy-expression',
    ]);
    const project = 'version: 1\npolicy:\n  rules:\n    - name: p\n      assert: plan.total = 1\n';
    expect(await problemsOf({ 'connect-sync.yaml': project })).toEqual([
      'connect-sync.yaml:5:26 invalid-policy-syntax',
    ]);
  });
});

describe('a policy file with a mistake', () => {
  const good = 'name: p\nassert: plan.total < 9\n';
  it.each([
    [
      'a name twice',
      { 'policies/a.yaml': good, 'policies/b.yaml': good },
      ['policies/b.yaml:1:7 duplicate-policy'],
    ],
    ['no expression', { 'policies/a.yaml': 'name: p\n' }, ['policies/a.yaml:1:1 missing-key']],
    ['an unknown key', { 'policies/a.yaml': `${good}asert: x\n` }, ['policies/a.yaml:3:1 unknown-key']],
    [
      'an unknown word',
      { 'policies/a.yaml': `${good}severity: block\n` },
      ['policies/a.yaml:3:11 invalid-value'],
    ],
    ['broken YAML', { 'policies/a.yaml': 'name: "p\n' }, ['policies/a.yaml:1:7 invalid-yaml']],
    ['an empty file', { 'policies/a.yaml': '# nothing\n' }, ['policies/a.yaml:1:1 empty-file']],
    ['a list', { 'policies/a.yaml': '- a\n' }, ['policies/a.yaml:1:1 not-a-mapping']],
    [
      'a number that is none in an example',
      { 'policies/a.yaml': `${good}examples: {pass: [{plan: {total: many}}]}\n` },
      ['policies/a.yaml:3:34 invalid-example'],
    ],
    [
      'a placeholder without an end',
      { 'policies/a.yaml': `${good}message: "{{ plan.total"\n` },
      ['policies/a.yaml:3:11 invalid-policy-syntax'],
    ],
    [
      'a pattern that matches nothing',
      { 'connect-sync.yaml': 'version: 1\npolicy: {files: rules}\n' },
      ['no-policies'],
    ],
    [
      'a ready-made policy that does not exist',
      { 'connect-sync.yaml': 'version: 1\npolicy: {pack: [owner-lable]}\n' },
      ['connect-sync.yaml:2:17 unknown-pack-policy'],
    ],
    [
      'a rule in the project file with an unknown key',
      { 'connect-sync.yaml': 'version: 1\npolicy: {rules: [{name: p, assert: "true", when: x}]}\n' },
      ['connect-sync.yaml:2:44 unknown-key'],
    ],
  ])('is reported with its place: %s', async (_, files, problems) => {
    expect(await problemsOf(files)).toEqual(problems);
  });

  it('is none if the folder is empty, or is not there', async () => {
    expect(await problemsOf({})).toEqual([]);
    expect(await problemsOf({ 'policies/readme.md': 'Rules.\n' })).toEqual([]);
    expect(await problemsOf({ policies: 'A file.\n' })).toEqual([]);
    expect(
      await problemsOf({ 'connect-sync.yaml': 'version: 1\npolicy: {files: []}\n', 'policies/a.yaml': 'x' }),
    ).toEqual([]);
  });
});
