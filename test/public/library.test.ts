import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectSyncError } from '../../src/model/error.ts';
import * as library from '../../src/public/connect-sync.ts';
import type { Sandbox } from '../../src/public/sandbox.ts';
import { startSandbox } from '../../src/public/sandbox.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { repository } from '../support/repository.ts';
import { runCli } from '../support/run-cli.ts';

const { applyPlan, detectDrift, diagnosticsOf, loadProject, planCluster, renderPlan, renderReport } = library;

const lines = 'config: { connector.class: FileStreamSource, topic: lines, file: /data/in.txt }\n';
const copies = 'config: { connector.class: FileStreamSource, topic: copies, file: /data/copy.txt }\n';
const quick = { stableForMilliseconds: 50 };

/** A project folder and a sandbox, with the project resolved for it. */
async function openWorld(files: Readonly<Record<string, string>> = { 'connectors/lines.yaml': lines }) {
  const folder = makeProjectFolder(files);
  const sandbox = await startSandbox({ pace: 0.01 });
  onTestFinished(async () => {
    await sandbox.close();
    folder.remove();
  });
  const { directory } = folder;
  return { folder, directory, sandbox, cluster: await resolveOne(directory, sandbox) };
}

async function resolveOne(directory: string, { url }: Sandbox): Promise<library.Cluster> {
  const project = await loadProject({ directory });
  const [cluster] = await library.resolveClusters(project, { clusters: [url] });
  if (!cluster) throw new Error('no cluster');
  return cluster;
}

describe('the library', () => {
  it('exports these functions, and nothing internal', () => {
    expect(Object.keys(library).sort()).toEqual([
      'ConnectSyncError',
      'applyPlan',
      'compareFiles',
      'detectDrift',
      'diagnosticsOf',
      'listPolicies',
      'loadProject',
      'planCluster',
      'readStatus',
      'renderPlan',
      'renderReport',
      'resolveClusters',
      'testPolicies',
      'validateProject',
      'version',
    ]);
    expect(library.ConnectSyncError).toBe(ConnectSyncError);
  });

  it('plans, applies and then has nothing left to change', async () => {
    const { cluster, sandbox } = await openWorld();
    const plan = await planCluster(cluster);
    expect(plan.blockedBy).toBeUndefined();
    expect(plan.view.changes.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['create lines']);
    const run = applyPlan(cluster, plan, quick);
    const events: string[] = [];
    for await (const event of run) events.push(event.kind);
    expect(events).toEqual(expect.arrayContaining(['validated', 'started', 'written', 'finished']));
    const report = await run.report;
    expect(report?.counts.applied).toBe(1);
    expect(report && renderReport(report)).toContain('1 planned: 1 applied.');
    expect(sandbox.worker.config('lines')?.['topic']).toBe('lines');

    const again = await planCluster(cluster);
    expect(again.view.changes).toEqual([]);
    expect(await applyPlan(cluster, again).report).toBeUndefined();
  });

  it('makes the plan that the command line makes', async () => {
    const { cluster, directory, sandbox } = await openWorld();
    const run = await runCli(['plan', '--cluster', sandbox.url, '-f', 'json'], { directory });
    const plan = await planCluster(cluster);
    expect(JSON.parse(renderPlan([plan], 'json'))).toEqual(JSON.parse(run.stdout));
  });

  it('reports drift, cluster by cluster', async () => {
    const { cluster, directory, sandbox } = await openWorld();
    await applyPlan(cluster, await planCluster(cluster), quick).report;
    sandbox.worker.editConfig('lines', { file: '/data/other.txt' });
    const clusters = { clusters: [sandbox.url, 'http://127.0.0.1:1'] };
    const [drifted, unread] = await detectDrift({ project: { directory }, clusters });
    if (!drifted?.ok) throw drifted?.error;
    expect(drifted.value.view.changes.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['update lines']);
    expect(unread?.ok === false && unread.error.category).toBe('unread-cluster');
  });

  it('compares files with a commit as the command line does', async () => {
    const { folder, run, write } = repository({ 'connectors/lines.yaml': lines });
    write('connectors/copies.yaml', copies);
    const { stdout } = await run(['plan', '--offline', '--since', 'main']);
    const project = { directory: folder.directory };
    const compared = await library.compareFiles({ project, since: 'main' });
    expect(compared.map(({ cluster, isInvalid }) => [cluster, isInvalid])).toEqual([['files', false]]);
    expect(renderPlan(compared)).toBe(stdout);
    expect(stdout).toContain('+ copies   added');
  });

  it('validates files without a cluster, and configurations on one', async () => {
    const { directory, sandbox } = await openWorld({
      'connectors/lines.yaml': lines.replace('topic: lines, ', ''),
    });
    const files = await library.validateProject({ project: { directory }, clusters: { clusters: [] } });
    expect(files).toMatchObject({ isValid: true, validatedOn: undefined, files: 1 });
    const onCluster = await library.validateProject({
      project: { directory },
      clusters: { clusters: [sandbox.url] },
    });
    expect(onCluster).toMatchObject({ isValid: false, validatedOn: [sandbox.url] });
    expect(onCluster.diagnostics.map(({ code }) => code)).toEqual(['rejected-by-worker']);
  });

  it('reads the status of connectors', async () => {
    const { cluster, directory, sandbox } = await openWorld();
    await applyPlan(cluster, await planCluster(cluster), quick).report;
    sandbox.worker.failTask('lines', 0, 'java.lang.IllegalStateException: no file');
    const clusters = { clusters: [sandbox.url] };
    const [status] = await library.readStatus({ project: { directory }, clusters });
    if (!status?.ok) throw status?.error;
    expect(status.value.connectors).toMatchObject([
      {
        name: 'lines',
        tasks: [{ id: 0, state: 'FAILED', rootCause: 'java.lang.IllegalStateException: no file' }],
      },
    ]);
  });

  it('interrupts a run whose loop is left: what has begun is finished, nothing more is started', async () => {
    const { cluster, sandbox } = await openWorld({
      'connectors/lines.yaml': lines,
      'connectors/copies.yaml': `dependsOn: [lines]\n${copies}`,
    });
    const run = applyPlan(cluster, await planCluster(cluster), { stableForMilliseconds: 10_000 });
    for await (const event of run) if (event.kind === 'written') break;
    const report = await run.report;
    expect(report?.interrupted).toBe('SIGINT');
    expect(report?.counts['not-started']).toBe(1);
    expect(sandbox.worker.config('copies')).toBeUndefined();
  });

  it('ends when its signal aborts', async () => {
    const { cluster } = await openWorld();
    const run = applyPlan(cluster, await planCluster(cluster), { signal: AbortSignal.abort('SIGTERM') });
    expect((await run.report)?.interrupted).toBe('SIGTERM');
  });

  it('reads no environment of the process and needs none', async () => {
    process.env['LIBRARY_TEST'] = 'from the process';
    onTestFinished(() => void delete process.env['LIBRARY_TEST']);
    const file = lines.replace('/data/in.txt', '"${env.LIBRARY_TEST}"');
    const { directory, remove } = makeProjectFolder({ 'connectors/lines.yaml': file });
    onTestFinished(remove);
    const project = await loadProject({ directory });
    const resolved = library.resolveClusters(project, { clusters: ['http://127.0.0.1:1'] });
    const error: unknown = await resolved.catch((thrown: unknown) => thrown);
    expect(diagnosticsOf(error).map(({ code }) => code)).toEqual(['unset-environment-variable']);
  });
});

describe('what the library is called with and cannot use', () => {
  it.each([
    { name: 'no cluster', args: [], clusters: [], plan: {} },
    {
      name: 'options that contradict each other',
      args: ['--prune', '--only', 'a'],
      plan: { prune: true, only: ['a'] },
    },
  ])('$name: the error is that of the command line', async ({ args, clusters, plan }) => {
    const { directory, sandbox } = await openWorld();
    const urls = clusters ?? [sandbox.url];
    const cli = await runCli(['plan', ...urls.flatMap((url) => ['--cluster', url]), ...args], { directory });
    const project = await loadProject({ directory });
    const planned = library
      .resolveClusters(project, { clusters: urls })
      .then(([cluster]) => cluster && planCluster(cluster, plan));
    const error: unknown = await planned.catch((thrown: unknown) => thrown);
    if (!(error instanceof library.ConnectSyncError)) throw error;
    expect(error.category).toBe('usage');
    expect(cli.stderr).toContain(error.message);
  });

  it('a plan that a safety check blocks is not applied', async () => {
    const { directory, sandbox } = await openWorld();
    await applyPlan(
      await resolveOne(directory, sandbox),
      await planCluster(await resolveOne(directory, sandbox)),
      quick,
    ).report;
    const empty = makeProjectFolder({ 'connect-sync.yaml': 'version: 1\nownership: { names: ["*"] }\n' });
    onTestFinished(() => empty.remove());
    const project = await loadProject({ directory: empty.directory });
    const [cluster] = await library.resolveClusters(project, { clusters: [sandbox.url] }, 'accept');
    if (!cluster) throw new Error('no cluster');
    const plan = await planCluster(cluster, { prune: true });
    expect(plan.blockedBy).toBe('safety-check');
    const run = applyPlan(cluster, plan);
    await expect(run.report).rejects.toMatchObject({ code: 'plan-guarded', category: 'safety-check' });
    await expect(read(run)).rejects.toMatchObject({ code: 'plan-guarded' });
    expect(sandbox.worker.config('lines')).toBeDefined();
  });

  it('an unknown format, version of a worker, or port in use has a coded error', async () => {
    const { sandbox } = await openWorld();
    expect(() => renderPlan([], 'xml' as never)).toThrow(
      'Expected one of: text, diff, json-patch, json, markdown, github.',
    );
    await expect(startSandbox({ connectVersion: '9.9' as never })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'port-unavailable' });
  });
});

async function read(run: library.ApplyRun): Promise<void> {
  for await (const _ of run);
}
