import { describe, expect, it } from 'vitest';
import { json, startServer } from '../connect/misbehaving-server.ts';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

async function levelOf(url: string, logger: string): Promise<unknown> {
  return ((await (await fetch(`${url}/admin/loggers/${logger}`)).json()) as { level: unknown }).level;
}

describe('loggers', () => {
  it('lists loggers with a level at each URL, once if they are the same', async () => {
    const { run, sandbox, folder } = await tryout({ files: {} });
    const alone = await run(['loggers']);
    expect(alone.stdout).toBe(`${sandbox.url}\n  INFO  root\n`);
    folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters: { prod: { url: ["${sandbox.url}", "${sandbox.url.replace('127.0.0.1', 'localhost')}"] } }\n`,
    );
    const two = await run(['loggers', '--cluster', 'prod']);
    expect(two.stdout).toBe(`${sandbox.url} and 1 other URL\n  INFO  root\n`);
  });

  it('sets a level on every worker from 3.7 on and reads it back', async () => {
    const { run, sandbox, writes } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['loggers', 'org.example', 'debug']);
    expect(stdout).toContain('org.example is set to DEBUG on every worker of the cluster');
    expect(exitCode).toBe(0);
    expect(await levelOf(sandbox.url, 'org.example')).toBe('DEBUG');
    expect(writes()).toEqual(['PUT /admin/loggers/org.example?scope=cluster']);
    expect((await run(['loggers', 'org.*'])).stdout).toMatch(/DEBUG {2}org\.example {2}since \d{4}-/);
  });

  it('reports that a logger inherits the level: newer workers create no logger then', async () => {
    const { run } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['loggers', 'org.example', 'INFO']);
    expect(stdout).toContain('no level set');
    expect(exitCode).toBe(0);
  });

  it('sets a level on the workers at the URLs before 3.7, and says so', async () => {
    const [one, other] = [
      await tryout({ files: {}, connectVersion: '3.4' }),
      await tryout({ files: {}, connectVersion: '3.4' }),
    ];
    const alone = await one.run(['loggers', 'org.example', 'WARN']);
    expect(alone.stdout).toContain('only on the worker at this URL');
    expect(one.writes()).toEqual(['PUT /admin/loggers/org.example']);
    one.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters: { prod: { url: ["${one.sandbox.url}", "${other.sandbox.url}"] } }\n`,
    );
    const both = await one.run(['loggers', 'org.example', 'TRACE', '--cluster', 'prod', '-f', 'json']);
    expect(onlyCluster(both.stdout)).toMatchObject({
      change: { logger: 'org.example', level: 'TRACE', reached: 'urls' },
    });
    expect(await levelOf(one.sandbox.url, 'org.example')).toBe('TRACE');
    expect(await levelOf(other.sandbox.url, 'org.example')).toBe('TRACE');
  });

  it.each([
    [['rot'], 1, 'did you mean "root"?'],
    [['x.*'], 1, 'no logger matches "x.*"'],
    [['root', 'LOUD'], 64, 'levels are OFF, FATAL, ERROR'],
    [['org.*', 'INFO'], 64, 'is a glob'],
    [['--cluster', 'http://127.0.0.1:1'], 28, ''],
  ])('with %j exits with %i', async (args, exitCode, says) => {
    const { run, writes } = await tryout({ files: {} });
    const { stderr, exitCode: ended } = await run(['loggers', ...args]);
    expect(ended).toBe(exitCode);
    expect(stderr).toContain(says);
    expect(writes()).toEqual([]);
  });
});

describe('a worker that serves no loggers here', () => {
  it.each([404, 405])('names admin.listeners, on lines of their own (%i)', async (status) => {
    const server = await startServer((response, { path }) => {
      const known = path === '/' ? { version: '4.3.0', commit: 'a', kafka_cluster_id: 'x' } : undefined;
      const refusal = { error_code: status, message: `HTTP ${status} Not Found` };
      json(known ?? refusal, known ? 200 : status)(response, { path, method: 'GET', headers: {}, body: '' });
    });
    const { run } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['loggers', '--cluster', server.url]);
    expect(stdout).toContain('admin.listeners');
    expect(stdout).not.toContain('\\n');
    expect(stdout.split('\n')[2]).toContain(`HTTP ${status}`);
    expect(exitCode).toBe(28);
  });
});
