import { describe, expect, it } from 'vitest';
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
    const shown = JSON.parse((await run(['plugins', '-f', 'json'])).stdout);
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
      const view = JSON.parse(stdout);
      expect(view, stderr).toMatchObject({
        format: 'connect-sync/plugin',
        version: 1,
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
    ['*nothing*', 'connect-sync plugins --all'],
  ])('exits with 1 for %s', async (name, says) => {
    const { run } = await tryout({ files: {} });
    const { stderr, exitCode } = await run(['plugins', name]);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(1);
  });
});
