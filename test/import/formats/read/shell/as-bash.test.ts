import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledIn } from '../../../../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../../../../src/import/formats/read/read-found-file.ts';
import { namedFile, randomScript, variables } from './random-script.ts';
import { runInBash, type SentRequest } from './run-in-bash.ts';

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
if (!hasBash) console.info('skipped: there is no bash to compare with');

function read(text: string) {
  return readFoundFile({
    file: 'script.sh',
    text,
    readNamed: (file) => (file === 'named.json' ? namedFile : undefined),
  });
}

/** What is wrong with the claims about a script, given what bash sent. */
function problems(text: string, sent: readonly SentRequest[]): readonly string[] {
  const { connectors, notRead, diagnostics, skipped } = read(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  const listed = new Set(notRead.map(({ source }) => source.line));
  const wrong = connectors.flatMap((one) => {
    const last = sent.findLast(({ name, method }) => name === one.name && method === 'PUT');
    // Which of two calls runs may depend on a condition: the one that was not read is listed.
    if (!last || listed.has(last.line)) return [];
    const actual = JSON.stringify(parsed(last.body));
    const claimed = [...one.config].map(([key, value]) => {
      const texts = environments(last).map((values) => filledIn(value, values));
      return [key, texts.find((text) => actual.includes(JSON.stringify(text))) ?? texts[0]];
    });
    const claim = JSON.stringify(Object.fromEntries(claimed));
    return claim === actual ? [] : [`${one.name}: ${claim} instead of ${actual}`];
  });
  const known = new Set([...connectors, ...skipped].map(({ name }) => name));
  const lost = sent
    .filter(({ name, method, line }) => name !== '' && method === 'PUT' && line > 0)
    .filter(({ name, line }) => !known.has(name) && !listed.has(line))
    .map(({ name, line }) => `${name} in line ${line} is neither read nor listed`);
  return [...errors, ...wrong, ...lost];
}

/** Each variable has its value of the environment, or, if the script changes it, the value at the call or a default. */
function environments({ values }: SentRequest): readonly ReadonlyMap<string, string>[] {
  return variables.reduce<readonly ReadonlyMap<string, string>[]>(
    (all, name) =>
      all.flatMap((one) => [
        new Map([...one, [name, `env-${name}`]]),
        new Map([...one, [name, values.get(name) ?? '']]),
      ]),
    [new Map()],
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

describe.skipIf(!hasBash)('what is read from a script', () => {
  it('is what bash sends, and everything else is listed', () => {
    const scripts = fc.sample(randomScript, {
      numRuns: Number(process.env['RUNS'] ?? 20),
      seed: Number(process.env['SEED'] ?? 15),
    });
    let count = 0;
    for (const condition of ['1', '2']) {
      const sent = runInBash(scripts, condition);
      for (const [index, text] of scripts.entries()) {
        count += read(text).connectors.length;
        expect(problems(text, sent[index] ?? []), text).toEqual([]);
      }
    }
    expect(count).toBeGreaterThan(scripts.length);
  });
});
