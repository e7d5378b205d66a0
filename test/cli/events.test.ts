import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReportView } from '../../src/model/apply-view.ts';
import type { EventLine } from '../../src/model/event-line.ts';
import type { OutcomeKind } from '../../src/model/outcome.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { eventually } from '../support/eventually.ts';
import { schemaValidator } from '../support/expect-schema.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { runCli } from '../support/run-cli.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

function schemaOf(name: string) {
  const file = path.resolve(import.meta.dirname, `../../schemas/${name}.schema.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const eventSchema = schemaOf('event');
const isEventLine = schemaValidator('event');

type Line = EventLine & { readonly format: string; readonly version: number; readonly at: string };

const kindsSeen = new Set<string>();

const apply = ['apply', '--yes', '-f', 'json', '--stable-for', '1s'];

function connector(file = 'lines.txt', more = ''): string {
  return `${more}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: ${file}\n`;
}

/** The lines of stdout, each of which must match the schema. */
function linesOf(stdout: string): readonly Line[] {
  expect(stdout.endsWith('\n')).toBe(true);
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((text) => {
      const line = JSON.parse(text);
      isEventLine(line);
      expect(isEventLine.errors ?? [], text).toEqual([]);
      kindsSeen.add(line.kind);
      return line;
    });
}

function only<Kind extends EventLine['kind']>(lines: readonly Line[], kind: Kind) {
  return lines.filter((line): line is Line & Extract<EventLine, { kind: Kind }> => line.kind === kind);
}

/** Checks that plan, events and report of one cluster agree. */
function expectAccount(lines: readonly Line[]): ReportView {
  const plan = only(lines, 'plan')[0]?.plan as PlanView;
  const report = only(lines, 'report')[0]?.report as ReportView;
  const outcomes = only(lines, 'finished').map(({ outcome }) => outcome);
  expect(report.planned).toBe(plan.changes.length);
  expect(outcomes.map(({ name }) => name).sort()).toEqual(plan.changes.map(({ name }) => name).sort());
  expect(only(lines, 'finished').map(({ index }) => index)).toEqual(outcomes.map((_, index) => index + 1));
  for (const [kind, number] of Object.entries(report.counts)) {
    expect(outcomes.filter((outcome) => outcome.kind === kind)).toHaveLength(number);
  }
  expect(Object.values(report.counts).reduce((sum, number) => sum + number)).toBe(report.planned);
  expect(new Set(lines.map(({ cluster }) => cluster)).size).toBe(1);
  expect(lines.at(-1)?.kind).toBe('report');
  return report;
}

async function story(files: Readonly<Record<string, string>>): Promise<Tryout> {
  return tryout({ files });
}

describe('apply -f json', () => {
  it('prints plan, events and report as lines, each with cluster and time', async () => {
    const { run, sandbox } = await story({
      'connectors/a.yaml': connector(),
      'connectors/b.yaml': connector('other.txt', 'dependsOn: [a]\n'),
    });
    const before = Date.now();
    const { stdout, exitCode } = await run(apply);
    const lines = linesOf(stdout);
    expect(exitCode).toBe(0);
    expect(expectAccount(lines).counts).toMatchObject({ applied: 2 });
    expect(lines.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['plan', 'validated', 'started', 'written', 'health', 'finished', 'report']),
    );
    const times = lines.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(lines.map(({ cluster }) => cluster)).toEqual(lines.map(() => sandbox.url));
    expect(lines.map(({ format, version }) => [format, version])).toEqual(
      lines.map(() => ['connect-sync/event', 1]),
    );
  });

  it('includes file and root cause of a failure', async () => {
    const { run, sandbox } = await story({ 'connectors/a.yaml': connector() });
    sandbox.worker.failTasksAfter('a', 0, 'a.B: x\nCaused by: java.io.IOException: disk is full\n');
    const { stdout, exitCode } = await run(apply);
    const lines = linesOf(stdout);
    expect(exitCode).toBe(25);
    expect(expectAccount(lines)).toMatchObject({ unhealthy: 1, counts: { applied: 1 } });
    expect(only(lines, 'finished')[0]?.outcome).toMatchObject({
      health: { kind: 'failed', rootCause: 'java.io.IOException: disk is full' },
      source: { file: 'connectors/a.yaml', line: 1, column: 1 },
    });
    expect(only(lines, 'health').map(({ health }) => health.kind)).toContain('failed');
  });

  it('reports each wait for a busy cluster and each unknown outcome', async () => {
    const { run, sandbox } = await story({
      'connectors/a.yaml': connector(),
      'connectors/b.yaml': connector(),
    });
    const conflict = {
      status: 409,
      body: '{"error_code":409,"message":"Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)"}',
      contentType: 'application/json',
    };
    sandbox.worker.inject({ path: '/connectors/a/config', effect: { kind: 'answer', answer: conflict } });
    sandbox.worker.inject({ path: '/connectors/b/config', effect: { kind: 'reset-after' } });
    const lines = linesOf((await run(apply)).stdout);
    expect(expectAccount(lines).counts).toMatchObject({ applied: 2 });
    expect(only(lines, 'waiting')).toEqual([expect.objectContaining({ name: 'a' })]);
    expect(only(lines, 'resolving')).toEqual([expect.objectContaining({ name: 'b' })]);
  });

  it('reports a rollback from start to end, and heartbeats', async () => {
    const { run, sandbox, folder } = await story({ 'connectors/a.yaml': connector() });
    await run(apply);
    folder.write('connectors/a.yaml', connector('other.txt'));
    folder.write('connectors/b.yaml', connector());
    sandbox.worker.failTasksAfter('b', 250);
    const { stdout, exitCode } = await run([...apply, '--on-failure', 'rollback', '--stable-for', '12s']);
    const lines = linesOf(stdout);
    expect(exitCode).toBe(26);
    expect(expectAccount(lines).rollback?.restored.toSorted()).toEqual(['a', 'b']);
    expect(only(lines, 'rollback')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'a', change: 'update' }),
        expect.objectContaining({ name: 'b', change: 'delete' }),
      ]),
    );
    expect(only(lines, 'rolled-back').map(({ name, reason }) => [name, reason])).toEqual(
      expect.arrayContaining([
        ['a', null],
        ['b', null],
      ]),
    );
    expect(only(lines, 'heartbeat')[0]?.pending.map(({ name }) => name)).toContain('a');
  });

  it('says when the batches of a rollout start', async () => {
    const project = (size: number) => `version: 1\ndefaults:\n  - config: {batch.size: ${size}}\n`;
    const { run, folder } = await story({
      'connect-sync.yaml': project(1),
      'connectors/a.yaml': connector(),
      'connectors/b.yaml': connector('other.txt'),
    });
    await run(apply);
    folder.write('connect-sync.yaml', project(2));
    const { stdout } = await run([...apply, '--canary', '1']);
    expect(only(linesOf(stdout), 'batch')).toMatchObject([
      { names: ['a'], index: 1, total: 2, isCanary: true },
      { names: ['b'], index: 2, total: 2, isCanary: false },
    ]);
  });

  it('reports every outcome when it is interrupted', async () => {
    const files = Array.from({ length: 8 }, (_, index) => [`connectors/c${index}.yaml`, connector()]);
    const { run, sandbox } = await story(Object.fromEntries(files));
    sandbox.worker.inject({
      method: 'PUT',
      path: /^\/connectors\//,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'delay', milliseconds: 1_000 },
    });
    const interrupt = new AbortController();
    const running = run(apply, { interrupt: interrupt.signal, speed: 5 });
    await expect
      .poll(() => sandbox.requests.some(({ path: asked }) => asked.endsWith('/config')), { timeout: 120_000 })
      .toBe(true);
    interrupt.abort('SIGTERM');
    const { stdout, exitCode } = await running;
    const lines = linesOf(stdout);
    expect(exitCode).toBe(143);
    expect(only(lines, 'interrupted')).toEqual([expect.objectContaining({ signal: 'SIGTERM' })]);
    const report = expectAccount(lines);
    expect(report.interrupted).toBe('SIGTERM');
    expect(report.counts['not-started']).toBeGreaterThan(0);
  });

  it('ends with the plan if there are no changes or the plan is blocked', async () => {
    const { run, folder } = await story({ 'connectors/a.yaml': connector() });
    await run(apply);
    expect(linesOf((await run(apply)).stdout).map(({ kind }) => kind)).toEqual(['plan']);
    folder.write('connectors/a.yaml', 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n');
    const refused = await run(apply);
    expect(refused.exitCode).toBe(29);
    expect(linesOf(refused.stdout).map(({ kind }) => kind)).toEqual(['plan']);
  });

  it('is one line if the files have errors', async () => {
    const { run } = await story({ 'connectors/a.yaml': 'config: [' });
    const { stdout, exitCode } = await run(apply);
    expect(exitCode).toBe(29);
    expect(linesOf(stdout)).toEqual([expect.objectContaining({ kind: 'error', cluster: null })]);
  });

  it('identifies each of several clusters, including one that is down', async () => {
    const sandbox = await startSandbox({
      port: 0,
      connectVersion: '4.3',
      anyClass: false,
      clock: realClock(),
      pace: 0.1,
    });
    const folder = projectFolder({
      'connect-sync.yaml': `version: 1\nclusters:\n  up: { url: "${sandbox.url}" }\n  down: { url: "http://127.0.0.1:1" }\n`,
      'connectors/a.yaml': connector(),
    });
    const world = { directory: folder.directory, speed: 20 };
    const { stdout, exitCode } = await runCli([...apply, '--all-clusters', '--timeout', '60s'], world);
    await sandbox.close();
    const lines = linesOf(stdout);
    expectAccount(lines.filter(({ cluster }) => cluster === 'up'));
    expect(lines.filter(({ cluster }) => cluster === 'down').map(({ kind }) => kind)).toEqual(['error']);
    expect(exitCode).toBe(28);
  });

  it('amends what somebody else changes again after it had ended', async () => {
    const { run, sandbox } = await story({
      'connectors/a.yaml': connector(),
      'connectors/b.yaml': connector('other.txt', 'dependsOn: [a]\n'),
    });
    const applying = run(['apply', '--yes', '-f', 'json', '--stable-for', '20s']);
    await eventually(async () => expect(sandbox.worker.config('b')).toBeDefined());
    sandbox.worker.editConfig('a', { topic: 'another' });
    const { stdout, exitCode } = await applying;
    expect(only(linesOf(stdout), 'amended')[0]?.outcome).toMatchObject({
      name: 'a',
      kind: 'stale',
      wrote: true,
    });
    expect(exitCode).toBe(20);
  });

  it('waits for what it does not change, and ends with 25 while that is not healthy', async () => {
    const { run, sandbox } = await story({ 'connectors/a.yaml': connector() });
    sandbox.worker.slowStart('a', 60_000);
    await run([...apply, '--no-wait']);
    const { stdout, exitCode } = await run([...apply, '--timeout', '10s']);
    const lines = linesOf(stdout);
    expect(only(lines, 'awaiting')[0]?.name).toBe('a');
    expect(only(lines, 'report')[0]?.report).toMatchObject({ planned: 0, others: [{ name: 'a' }] });
    expect(exitCode).toBe(25);
    expect((await run([...apply, '--allow-unhealthy', 'a'])).exitCode).toBe(0);
  });

  afterAll(() => {
    expect([...kindsSeen].sort()).toEqual(Object.keys(everyKind).sort());
  });
});

/** Every kind of line; a new kind must be added here. */
const everyKind = {
  plan: 1,
  validated: 1,
  'backed-up': 1,
  batch: 1,
  started: 1,
  waiting: 1,
  resolving: 1,
  written: 1,
  health: 1,
  finished: 1,
  amended: 1,
  awaiting: 1,
  heartbeat: 1,
  interrupted: 1,
  rollback: 1,
  'rolled-back': 1,
  report: 1,
  error: 1,
} satisfies Record<EventLine['kind'], 1>;

describe('the schema of events', () => {
  it('contains every kind of line, in this order', () => {
    const kinds = eventSchema.oneOf.map(({ $ref }: { $ref: string }) => {
      return eventSchema.$defs[$ref.replace('#/$defs/', '')].properties.kind.const;
    });
    expect(kinds).toEqual(Object.keys(everyKind));
  });

  it('contains every outcome', () => {
    const kinds = {
      applied: 1,
      unchanged: 1,
      failed: 1,
      skipped: 1,
      stale: 1,
      unknown: 1,
      'not-started': 1,
    } satisfies Record<OutcomeKind, 1>;
    expect(eventSchema.$defs.outcomeKind.enum).toEqual(Object.keys(kinds));
    expect(eventSchema.$defs.counts.required).toEqual(Object.keys(kinds));
  });

  it('gives every property a title and a description', () => {
    const bare: string[] = [];
    const visit = (node: unknown, where: string) => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, Record<string, unknown>> };
      for (const [name, property] of Object.entries(properties ?? {})) {
        if (!('$ref' in property || ('title' in property && 'description' in property)))
          bare.push(`${where}.${name}`);
      }
      for (const [key, child] of Object.entries(node)) visit(child, `${where}/${key}`);
    };
    visit(eventSchema, '');
    expect(bare).toEqual([]);
  });
});
