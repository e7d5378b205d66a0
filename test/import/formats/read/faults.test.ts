import { describe, expect, it } from 'vitest';
import { readFoundFile } from '../../../../src/import/formats/read/read-found-file.ts';
import { describeDiagnostic } from '../../../../src/model/diagnostic.ts';

/** Position, message and excerpt of each problem. */
function problemsIn(file: string, text: string) {
  const { diagnostics, skipped } = readFoundFile({ file, text, readNamed: () => undefined });
  return [...diagnostics, ...skipped.map(({ problem }) => problem)].map((one) => ({
    place: `${one.source?.line}:${one.source?.column}`,
    message: describeDiagnostic(one, String).message,
    excerpt: one.source?.excerpt,
  }));
}

describe('a syntax error of a file to import', () => {
  it.each([
    [
      'an unquoted variable in JSON',
      'a.json',
      '{\n  "name": "a",\n  "config": {\n    "connector.class": "X",\n    "batch.size": ${BATCH}\n  }\n}\n',
      '5:19',
      'invalid JSON: expected a string in double quotes',
      '    "batch.size": ${BATCH}',
    ],
    [
      'a missing comma in JSON',
      'a.json',
      '{"name": "a",\n "config": {"connector.class": "X"\n "topics": "t"}}',
      '3:2',
      'invalid JSON: unexpected or missing character',
      ' "topics": "t"}}',
    ],
    [
      'the second of some JSON lines',
      'a.jsonl',
      '{"name": "a", "config": {"connector.class": "X"}}\n{"name": "b", "config": {"tasks.max": 01}}\n',
      '2:39',
      'invalid JSON: expected a string in double quotes',
      '{"name": "b", "config": {"tasks.max": 01}}',
    ],
    [
      'a truncated JSON file',
      'a.json',
      '{"name": "a",\n "config": {"connector.class": "X"',
      '2:34',
      'invalid JSON: the text ends too early',
      ' "config": {"connector.class": "X"',
    ],
    [
      'an open quote in YAML',
      'a.yaml',
      'name: a\nconfig:\n  connector.class: X\n  topics: "t\n  file: x\n',
      '4:11',
      'unterminated quote',
      '  topics: "t',
    ],
    [
      'a tab in YAML',
      'a.yaml',
      'name: a\nconfig:\n\tconnector.class: X\n',
      '3:1',
      'YAML does not allow tabs',
      '\tconnector.class: X',
    ],
    [
      'a merge conflict',
      'a.yaml',
      'name: a\nconfig:\n<<<<<<< HEAD\n  connector.class: X\n=======\n  connector.class: Y\n>>>>>>> main\n',
      '3:1',
      'unresolved merge conflict',
      '<<<<<<< HEAD',
    ],
  ])(
    'has the position, the words and the excerpt of validate: %s',
    (_, file, text, place, words, excerpt) => {
      const [problem, another] = problemsIn(file, text);
      expect(another).toBeUndefined();
      expect(problem).toMatchObject({ place, excerpt });
      expect(problem?.message).toContain(words);
    },
  );

  it.each([
    ['a.json', '{"config": {"connector.class": "X", "database.password": "geheim" "x": 1}}'],
    ['a.json', '{"config": {"connector.class": "X",\n "database.password": geheim}}'],
    ['a.yaml', 'config:\n  connector.class: X\n  database.password: "geheim\n'],
  ])('shows no secret: %s %j', (file, text) => {
    const problems = problemsIn(file, text);
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain('geheim');
  });
});
