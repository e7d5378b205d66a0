import { readFileSync } from 'node:fs';
import path from 'node:path';
import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', topic: 't', file: '/tmp/x' };
const inFile = `config: ${JSON.stringify(config)}\n`;

/** A live connector with two keys that are null: `batch.size`, which its file does not have, and `topic`, which it has. */
async function withNulls(file = inFile, path = 'connectors/a.yaml'): Promise<Tryout> {
  const world = await tryout({ files: { [path]: file }, connectVersion: '2.8' });
  const nulls = { ...config, topic: null, 'batch.size': null } as unknown as Record<string, string>;
  world.sandbox.worker.seed([{ name: 'a', config: nulls }]);
  return world;
}

describe('a null in a live config', () => {
  it.each([
    ['text', ['-topic: (null)', '+topic: t', '-batch.size: (null)']],
    ['diff', ['-  topic: null', '+  topic: t', '-  batch.size: null']],
    ['json', ['"wasNull": true', '"batch.size": null']],
    ['markdown', ['topic: (null)', 'batch.size: (null)']],
  ] as const)('is a difference in the format %s', async (format, expected) => {
    const world = await withNulls();
    for (const command of ['plan', 'drift']) {
      const { stdout } = await world.run([command, '-f', format]);
      for (const text of expected)
        expect(stdout.replaceAll(/^ +(?=[-+])|(?<=^[-+]) (?=\w)/gm, '')).toContain(text);
    }
  });

  it('is in the JSON Patch, which leads from the live to the planned config and back', async () => {
    const world = await withNulls();
    const live = JSON.parse((await world.run(['show', '-f', 'json'])).stdout);
    const planned = JSON.parse((await world.run(['show', '--planned', '-f', 'json'])).stdout);
    expect(live.a.config).toMatchObject({ topic: null, 'batch.size': null });
    expect(planned.a.config).toEqual(config);
    const patch = JSON.parse((await world.run(['plan', '-f', 'json-patch', '--invertible'])).stdout);
    expect(applyPatch(live, patch).filter(Boolean)).toEqual([]);
    expect(live).toEqual(planned);
  });

  it('is printed by show and describe', async () => {
    const world = await withNulls();
    expect((await world.run(['show', 'a'])).stdout).toContain('batch.size: null');
    expect((await world.run(['describe', 'a'])).stdout).toMatch(/batch\.size +\(null\)/);
    expect((await world.run(['describe', 'a', '-f', 'json'])).stdout).toContain('"batch.size": null');
  });

  it('is named by import, and the plan after it is empty', async () => {
    const world = await withNulls('config: { connector.class: Other }\n', 'connectors/other.yaml');
    const run = await world.run(['import', 'a']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout + run.stderr).toMatch(/omitted .*batch\.size.*null/);
    const plan = await world.run(['plan', '--no-validate', '--only', 'a', '--detailed-exitcode']);
    expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
  });

  it('is removed by the apply after its key is removed from ignoreKeys', async () => {
    const world = await withNulls('config: { connector.class: Other }\n', 'connectors/other.yaml');
    await world.run(['import', 'a']);
    const file = readFileSync(path.join(world.folder.directory, 'connectors/a.yaml'), 'utf8');
    expect(file).toContain('ignoreKeys:\n  - topic\n  - batch.size\n');
    world.folder.write('connectors/a.yaml', file.replace('  - batch.size\n', ''));
    const plan = await world.run(['plan', '--no-validate', '--only', 'a', '-f', 'json-patch']);
    expect(plan.stdout, plan.stderr).toContain('{"op":"remove","path":"/a/config/batch.size"}');
  });

  it.each([
    [
      'beside a declared value',
      inFile.replace(
        /^config: .*/,
        'config:\n  connector.class: FileStreamSource\n  topic: t\n  file: /tmp/x',
      ),
      'ignoreKeys:\n  - topic\n  - batch.size\n',
    ],
    [
      'beside other ignored keys',
      'ignoreKeys:\n- tasks.max # ours\nconfig:\n  connector.class: FileStreamSource\n  file: /tmp/x\n',
      'ignoreKeys:\n- tasks.max # ours\n- topic\n- batch.size\n',
    ],
  ])('is kept by ignoreKeys of a file that exists, %s', async (_, file, expected) => {
    const world = await withNulls(file);
    const run = await world.run(['import', 'a']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(readFileSync(path.join(world.folder.directory, 'connectors/a.yaml'), 'utf8')).toContain(expected);
    const plan = await world.run(['plan', '--no-validate', '--detailed-exitcode']);
    expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
  });

  it('differs from a text that looks like it', async () => {
    const world = await withNulls(inFile.replace('"t"', '"(null)"'));
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain('topic: (null)\n');
    expect(stdout).toContain('topic: "(null)"');
  });
});

describe('null in a file', () => {
  it.each([
    ['null', '"topic" is null (null without quotes)'],
    ['~', '"topic" is null (~ without quotes)'],
    ['NULL', '"topic" is null (NULL without quotes)'],
    ['null  # comment', '"topic" is null (null without quotes)'],
    ['', '"topic" has no value'],
    ['[a, null]', '"topic" is null (null without quotes)'],
    ['[a, ~]', '"topic" is null (~ without quotes)'],
  ])('is an error with a hint: topic: %s', async (value, message) => {
    const world = await tryout({
      files: { 'connectors/a.yaml': `config:\n  connector.class: FileStreamSource\n  topic: ${value}\n` },
    });
    const { stderr, stdout, exitCode } = await world.run(['plan']);
    expect(exitCode).toBe(29);
    expect(stdout + stderr).toContain(message);
    expect(stdout + stderr).toContain('connectors/a.yaml:3');
    expect(stdout + stderr).toMatch(/hint: write "/);
    expect(world.sandbox.requests).toEqual([]);
  });

  it('is an error in every layer, and in variables', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml':
          'version: 1\nvars: { v: ~ }\ndefaults:\n  - config: { d: null }\nprofiles:\n  p: { config: { q: Null } }\n',
        'connectors/a.yaml': 'state: ~\nconfig: { connector.class: X }\n',
      },
    });
    const { stderr, stdout } = await world.run(['validate'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    for (const key of ['v', 'd', 'q', 'state']) expect(stdout + stderr).toContain(`"${key}" is null`);
  });

  it.each(['"null"', "'~'", 'nullable', '!!str null', '|-\n    null', 'Nil', '~x', '"NULL"'])(
    'is text where it is quoted or longer: %s',
    async (value) => {
      const world = await tryout({
        files: { 'connectors/a.yaml': `config:\n  connector.class: X\n  topic: ${value}\n` },
      });
      const { exitCode, stderr } = await world.run(['validate'], {
        environment: { CONNECT_SYNC_CLUSTER: '' },
      });
      expect(exitCode, stderr).toBe(0);
    },
  );
});
