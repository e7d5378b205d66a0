import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const base = { 'connector.class': 'FileStreamSource', topic: 't', file: '/tmp/x' };

async function world(
  files: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): Promise<Tryout> {
  const made = await tryout({ files });
  made.sandbox.worker.seed([{ name: 'a', config: { ...base, ...live } }]);
  return made;
}

const declared = (ignoreKeys: string, more: Readonly<Record<string, string>> = {}) =>
  `ignoreKeys: ${ignoreKeys}\nconfig: ${JSON.stringify({ ...base, ...more })}\n`;

describe('ignoreKeys', () => {
  it('takes globs: live keys that match are no difference and survive a write', async () => {
    const live = { 'producer.override.linger.ms': '5', 'producer.override.acks': '1', 'tasks.max': '1' };
    const made = await world({ 'connectors/a.yaml': declared('["producer.override.*", "tasks.ma?"]') }, live);
    expect((await made.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    made.folder.write(
      'connectors/a.yaml',
      declared('["producer.override.*", "tasks.*"]', { 'batch.size': '7' }),
    );
    expect((await made.run(['apply', '--yes', '--stable-for', '0s'])).exitCode).toBe(0);
    const shown = JSON.parse((await made.run(['show', 'a', '-f', 'json'])).stdout);
    expect(shown.a.config).toEqual({ ...base, ...live, 'batch.size': '7' });
    expect((await made.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('keeps what is absent live absent, and does not match a part of a key', async () => {
    const made = await world(
      { 'connectors/a.yaml': declared('["errors.*"]', { 'errors.tolerance': 'all', 'my.errors.x': '1' }) },
      {},
    );
    const { stdout } = await made.run(['plan', '--no-validate']);
    expect(stdout).toContain('my.errors.x');
    expect(stdout).not.toContain('errors.tolerance');
  });

  it('survives a plan that is saved and applied', async () => {
    const files = { 'connectors/a.yaml': declared('["*.linger.*"]', { 'batch.size': '7' }) };
    const made = await world(files, { 'producer.override.linger.ms': '5' });
    expect((await made.run(['plan', '--out', 'p.json'])).exitCode).toBe(0);
    const { exitCode, stdout } = await made.run(['apply', 'p.json', '--yes', '--stable-for', '0s']);
    expect(exitCode, stdout).toBe(0);
    const shown = JSON.parse((await made.run(['show', 'a', '-f', 'json'])).stdout);
    expect(shown.a.config).toMatchObject({ 'batch.size': '7', 'producer.override.linger.ms': '5' });
  });

  it('warns, on its line, of an entry that matches nothing', async () => {
    const made = await world(
      { 'connectors/a.yaml': declared('["errors.*", topik]') },
      { 'errors.tolerance': 'all' },
    );
    const { stdout, stderr, exitCode } = await made.run(['plan']);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toContain('"topik" in  ignoreKeys  matches no key');
    expect(stdout + stderr).toContain('connectors/a.yaml:1:26');
    expect(stdout + stderr).not.toContain('"errors.*" in');
    expect((await made.run(['plan', '--strict'])).exitCode).toBe(29);
  });

  it('does not warn where one connector of a shared layer has the key, or where a connector is new', async () => {
    const made = await world(
      {
        'connect-sync.yaml':
          'version: 1\ndefaults:\n  - ignoreKeys: ["errors.*"]\n  - ignoreKeys: ["nowhere.*"]\n    match: { name: a }\n',
        'connectors/a.yaml': declared('[]').replace(/^.*\n/, ''),
        'connectors/b.yaml': declared('["later.*"]', { 'errors.tolerance': 'all' }),
      },
      {},
    );
    made.sandbox.worker.seed([]);
    const { stdout, stderr } = await made.run(['plan']);
    expect((stdout + stderr).match(/matches no key/g)).toHaveLength(1);
    expect(stdout + stderr).toContain('"nowhere.*"');
  });
});
