import { describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../src/sandbox/request-log.ts';
import { eventually } from '../support/eventually.ts';
import { schemaValidator } from '../support/expect-schema.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = 'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
const applying = ['apply', '--yes', '--stable-for', '1s'];

function expectPlanDocument(text: string, what: string): void {
  const isPlanDocument = schemaValidator('plan');
  expect(isPlanDocument(JSON.parse(text)), `${what}: ${JSON.stringify(isPlanDocument.errors)}`).toBe(true);
}

/** Every command that prints one JSON document. */
const commands = [
  ['plan'],
  ['drift'],
  ['show'],
  ['show', '--planned'],
  ['render'],
  ['render', '--origin'],
  ['validate'],
  ['list'],
  ['status'],
  ['cluster'],
];

/** A cluster with changes of every kind, a failed connector and one that is not owned. */
async function eventfulWorld(): Promise<Tryout> {
  const world = await tryout({
    files: {
      'connect-sync.yaml': 'version: 1\nownership: { names: ["a*", "b*"] }\n',
      'connectors/a.yaml': file,
      'connectors/a-broken.yaml': file,
      'connectors/a-update.yaml': file,
      'connectors/a-state.yaml': file,
      'connectors/a-same.yaml': file,
    },
  });
  const { folder, sandbox } = world;
  await world.run([...applying, '--only', 'a-*']);
  sandbox.worker.failTask('a-broken', 0, 'java.io.IOException: no such file');
  sandbox.worker.setState('a-state', 'paused');
  sandbox.worker.seed(
    ['b-stray', 'foreign', 'a-gone'].map((name) => ({
      name,
      config: { 'connector.class': 'FileStreamSource', topic: 'x', 'tasks.max': '1' },
    })),
  );
  folder.write('connectors/a-update.yaml', `${file}  batch.size: 7\n  errors.tolerance: all\n`);
  folder.write('connectors/a-gone.yaml', 'state: absent\n');
  await sandbox.worker.settled();
  return world;
}

describe('-f json', () => {
  it.each(commands)('of %s %s is one document', async (...command) => {
    const { run } = await eventfulWorld();
    const { stdout, exitCode, stderr } = await run([...command.filter(Boolean), '-f', 'json']);
    expect([0, 2, 25], stderr).toContain(exitCode);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(JSON.parse(stdout)).toBeInstanceOf(Object);
    if (command[0] === 'plan' || command[0] === 'drift') expectPlanDocument(stdout, command.join(' '));
  });

  it('of a plan matches its schema, even if the plan is blocked', async () => {
    const { run, folder } = await eventfulWorld();
    for (const args of [
      ['--prune'],
      ['--prune', '--allow-deletes', '0'],
      ['--no-validate'],
      ['--restart', 'none'],
    ]) {
      expectPlanDocument((await run(['plan', '-f', 'json', ...args])).stdout, args.join(' '));
    }
    folder.write('connectors/a.yaml', file.replace('tasks.max: 1', 'tasks.max: many'));
    const refused = await run(['plan', '-f', 'json']);
    expect(refused.exitCode).toBe(29);
    expectPlanDocument(refused.stdout, 'a refused configuration');
    expect(refused.stdout).toContain('Not a number of type INT');
  });

  it.each([
    ['a broken file', { 'connectors/b.yaml': 'config: [\n' }, [], 29],
    ['a cluster that is down', {}, ['--cluster', 'http://127.0.0.1:1'], 28],
    ['a cluster that is not declared', {}, ['--cluster', 'nowhere'], 29],
    ['a broken project file', { 'connect-sync.yaml': 'version: [\n' }, [], 29],
  ])('after %s is still one document, that says why', async (_, files, args, exitCode) => {
    const { run } = await tryout({ files: { 'connectors/a.yaml': file, ...files } });
    for (const command of commands) {
      const ended = await run([...command, '-f', 'json', ...args]);
      if (ended.exitCode === 0) continue;
      expect(ended.exitCode, command.join(' ')).toBe(exitCode);
      const text = JSON.stringify(JSON.parse(ended.stdout));
      expect(text, command.join(' ')).toMatch(/"complete":false|"problem":/);
      if (command[0] === 'plan' || command[0] === 'drift')
        expectPlanDocument(ended.stdout, command.join(' '));
    }
    expect((await run(['plan', '-f', 'json', ...args])).exitCode).toBe(exitCode);
  });
});

describe('a patch', () => {
  it.each(['json-patch', 'diff'])(
    'is not printed after an error, and stdout stays empty: %s',
    async (format) => {
      const { run, folder } = await tryout({ files: { 'connectors/a.yaml': file } });
      for (const command of ['plan', 'drift']) {
        const unread = await run([command, '-f', format, '--cluster', 'http://127.0.0.1:1']);
        expect(unread).toMatchObject({ exitCode: 28, stdout: '' });
      }
      folder.write('connectors/b.yaml', 'config: [\n');
      for (const command of ['plan', 'drift']) {
        expect(await run([command, '-f', format])).toMatchObject({ exitCode: 29, stdout: '' });
      }
    },
  );
});

describe('-f json of apply', () => {
  it('is one document per line; the last is the report, and its counts add up', async () => {
    const { run } = await eventfulWorld();
    const { exitCode, stdout } = await run([...applying, '-f', 'json']);
    expect(exitCode).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ kind: 'plan' });
    const { kind, report } = lines.at(-1);
    expect(kind).toBe('report');
    expect(report).toMatchObject({ format: 'connect-sync/report', planned: 5, counts: { applied: 5 } });
    const counts: number[] = Object.values(report.counts);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(report.planned);
  });
});

describe('two runs without a change between them', () => {
  it.each(['text', 'json', 'diff', 'json-patch'])(
    'print the same plan, byte for byte, as %s',
    async (format) => {
      const { run } = await eventfulWorld();
      const first = await run(['plan', '-f', format]);
      const second = await run(['plan', '-f', format]);
      expect(second.stdout).toBe(first.stdout);
      expect(first.stdout).not.toBe('');
    },
  );
});

describe('an interrupted apply', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'by %s completes requests in flight, starts no more, and reports every outcome: %i',
    async (signal, exitCode) => {
      const names = Array.from({ length: 12 }, (_, index) => `c${String(index).padStart(2, '0')}`);
      const { run, sandbox } = await tryout({
        files: Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, file])),
      });
      const isWrite = ({ method, path: resource }: Pick<SandboxRequest, 'method' | 'path'>) =>
        method === 'PUT' && /^\/connectors\/c\d+\/config$/.test(resource);
      sandbox.worker.inject({
        method: 'PUT',
        path: /^\/connectors\/c\d+\/config$/,
        times: Number.POSITIVE_INFINITY,
        effect: { kind: 'delay', milliseconds: 60 },
      });
      const interrupt = new AbortController();
      // In real time: requests in flight have five seconds, however busy this machine is.
      const running = run([...applying, '-f', 'json'], { interrupt: interrupt.signal, speed: 1 });
      await eventually(async () => expect(sandbox.requests.some(isWrite)).toBe(true));
      interrupt.abort(signal);
      const { exitCode: ended, stdout, stderr } = await running;
      expect(ended).toBe(exitCode);
      expect(stderr).toContain(signal);

      const written = sandbox.requests.filter(isWrite);
      expect(written.length).toBeLessThan(12);
      expect(
        written.every(({ status }) => status === 201),
        'no request was aborted',
      ).toBe(true);
      const { report } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
      expect(report.interrupted).toBe(signal);
      expect(report.counts.applied).toBe(written.length);
      expect(report.counts['not-started']).toBe(12 - written.length);
      expect(report.outcomes.map(({ name }: { readonly name: string }) => name).sort()).toEqual(names);

      const again = await run(applying);
      expect(again.exitCode, 'the next run does the rest').toBe(0);
      expect((await run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    },
  );
});
