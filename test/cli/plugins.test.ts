import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/profile.ts';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

describe('plugins', () => {
  it('lists connectors with type, class and version', async () => {
    const { run, sandbox } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['plugins']);
    expect(stdout).toMatch(
      /^source +org\.apache\.kafka\.connect\.file\.FileStreamSourceConnector +4\.3\.0$/m,
    );
    expect(stdout).toContain(`${sandbox.url}: `);
    expect(stdout).not.toContain('converter');
    expect(exitCode).toBe(0);
    const shown = onlyCluster((await run(['plugins', '-f', 'json'])).stdout);
    const raw = await (await fetch(`${sandbox.url}/connector-plugins`)).json();
    expect(shown.plugins).toHaveLength((raw as unknown[]).length);
    expect(shown.plugins).toEqual(expect.arrayContaining(raw as unknown[]));
  });

  it('lists converters, transformations and predicates with --all, by type or by glob', async () => {
    const { run } = await tryout({ files: {} });
    expect((await run(['plugins', '--all'])).stdout).toMatch(/^predicate /m);
    const converters = (await run(['plugins', '--type', 'converter', '*Json*'])).stdout;
    expect(converters).toMatch(/^converter +org\.apache\.kafka\.connect\.json\.JsonConverter/m);
    expect(converters).not.toMatch(/^(?:source|sink|header_converter)/m);
  });

  it('reports that an old worker lists connectors only', async () => {
    const { run } = await tryout({ files: {}, connectVersion: '2.8' });
    const { stdout, stderr, exitCode } = await run(['plugins', '--all']);
    expect(stderr).toContain('Kafka Connect 2.8.2 lists connectors only; other plugins require 3.2 or later');
    expect(stdout).toMatch(/^source /m);
    expect(exitCode).toBe(0);
  });

  it.each([
    'FileStreamSource',
    'FileStreamSourceConnector',
    'org.apache.kafka.connect.file.FileStreamSourceConnector',
  ])('lists the config keys of %s with their documentation', async (name) => {
    const { run } = await tryout({ files: {} });
    const { stdout, exitCode } = await run(['plugins', name]);
    expect(stdout).toMatch(/^ {2}topic +STRING +HIGH +required$/m);
    expect(stdout).toMatch(/^ {2}batch\.size +INT +LOW +2000$/m);
    expect(stdout).toMatch(/^Common$/m);
    expect(stdout).toContain('      The topic to publish data to');
    expect(exitCode).toBe(0);
  });

  it('prints config keys as JSON, on old workers from a validation', async () => {
    for (const connectVersion of ['4.3', '2.8'] as const) {
      const { run, writes } = await tryout({ files: {}, connectVersion });
      const { stdout, exitCode, stderr } = await run(['plugins', 'FileStreamSink', '-f', 'json']);
      const view = onlyCluster(stdout);
      expect(view, stderr).toMatchObject({
        plugin: { type: 'sink' },
      });
      expect(view.keys).toContainEqual(
        expect.objectContaining({
          name: 'tasks.max',
          type: 'INT',
          default: '1',
          required: false,
          importance: 'HIGH',
        }),
      );
      expect(exitCode).toBe(0);
      expect(writes()).toEqual([]);
    }
  });

  it.each([
    ['FileStreamSourc', 'did you mean "org.apache.kafka.connect.file.FileStreamSourceConnector"?'],
    ['*nothing*', 'connect-sync plugins --all --cluster URL\n'],
  ])('exits with 1 for %s', async (name, says) => {
    const { run, sandbox } = await tryout({ files: {} });
    const { stderr, exitCode } = await run(['plugins', name, '--cluster', sandbox.url]);
    expect(stderr).toContain(says.replace('URL', sandbox.url));
    expect(exitCode).toBe(1);
  });

  /** A worker that has a class in three versions, of which the latest is neither the first nor the last in its list. */
  async function withVersions(connectVersion: ConnectVersion) {
    const world = await tryout({ files: {}, connectVersion });
    const className = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
    const list = ['9.0.0', '10.0.0', '10.0.0-rc1'].map((version) => ({
      class: className,
      type: 'source',
      version,
    }));
    const answer = (value: unknown) => ({
      status: 200,
      body: JSON.stringify(value),
      contentType: 'application/json',
    });
    world.sandbox.worker.inject({
      path: /^\/connector-plugins(\?|$)/,
      times: 9,
      effect: { kind: 'answer', answer: answer(list) },
    });
    world.sandbox.worker.inject({
      path: /FileStreamSourceConnector\/config/,
      effect: { kind: 'answer', answer: answer([{ name: 'the.key', type: 'INT' }]) },
    });
    const read = () =>
      world.sandbox.requests.map(({ path }) => path).filter((path) => path.includes('/config'));
    return { ...world, className, read };
  }

  it.each([
    ['FileStreamSource', '10.0.0', ['10.0.0-rc1', '9.0.0']],
    ['FileStreamSource@9.0.0', '9.0.0', ['10.0.0', '10.0.0-rc1']],
    ['org.apache.kafka.connect.file.FileStreamSourceConnector@10.0.0-rc1', '10.0.0-rc1', ['10.0.0', '9.0.0']],
  ])('reads the keys of the version that it shows: %s', async (wanted, version, others) => {
    const { run, read, className } = await withVersions('4.3');
    const view = onlyCluster((await run(['plugins', wanted, '-f', 'json'])).stdout);
    expect(view).toMatchObject({ plugin: { class: className, version }, otherVersions: others });
    expect(read()).toEqual([`/connector-plugins/${className}/config?version=${version}`]);
  });

  it('shows the version and the others on the page', async () => {
    const { run } = await withVersions('4.3');
    const { stdout } = await run(['plugins', 'FileStreamSource']);
    expect(stdout).toMatch(/^org\.apache\.\S+FileStreamSourceConnector {2}source {2}10\.0\.0$/m);
    expect(stdout).toContain('also installed: 10.0.0-rc1, 9.0.0; CLASS@VERSION shows the keys of one\n');
  });

  it('lists what a glob and a version match', async () => {
    const { run } = await withVersions('4.3');
    const { stdout } = await run(['plugins', '*Source@10*']);
    expect(stdout).toContain('2 plugins');
    expect(stdout).not.toContain('9.0.0');
  });

  it('says which versions are installed where the requested one is not', async () => {
    const { run, read } = await withVersions('4.3');
    const { stderr, exitCode } = await run(['plugins', 'FileStreamSource@11']);
    expect(stderr).toContain('"FileStreamSource" is not installed in version "11"');
    expect(stderr).toContain('installed: 9.0.0, 10.0.0-rc1, 10.0.0');
    expect(exitCode).toBe(1);
    expect(read()).toEqual([]);
  });

  it('asks a worker before 4.1 for the latest version only: it ignores the parameter', async () => {
    const { run, read, className } = await withVersions('3.9');
    const { stderr, exitCode } = await run(['plugins', 'FileStreamSource@9.0.0']);
    expect(stderr).toContain(
      'Kafka Connect 3.9.1 reports the config keys of the latest installed version of ' + className + ' only',
    );
    expect(exitCode).toBe(1);
    expect(read()).toEqual([]);
    expect((await run(['plugins', 'FileStreamSource@10.0.0'])).exitCode).toBe(0);
    expect(read()).toEqual([`/connector-plugins/${className}/config`]);
  });

  it('quotes the worker where it cannot report the keys', async () => {
    const { run, sandbox } = await tryout({ files: {} });
    const message = 'java.lang.NoClassDefFoundError: com/example/Client';
    const answer = { status: 500, body: JSON.stringify({ error_code: 500, message }) };
    sandbox.worker.inject({ path: /\/config\?version/, effect: { kind: 'answer', answer } });
    const { stderr, exitCode } = await run(['plugins', 'FileStreamSource']);
    expect(stderr).toContain(`${message} (a jar is missing on the worker)`);
    expect(exitCode).toBe(1);
  });
});
