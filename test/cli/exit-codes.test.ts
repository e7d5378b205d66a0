import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';
const applying = ['apply', '--yes', '--stable-for', '1s'];

describe('--detailed-exitcode', () => {
  it('is 2 for each kind of change, and 0 for none', async () => {
    const { run, folder, sandbox } = await tryout({ files: { 'connectors/a.yaml': file } });
    const detailed = async () => (await run(['plan', '--detailed-exitcode'])).exitCode;
    expect(await detailed(), 'a creation').toBe(2);
    expect((await run(['plan'])).exitCode, 'plan without --detailed-exitcode').toBe(0);
    await run(applying);
    expect(await detailed()).toBe(0);
    folder.write('connectors/a.yaml', file.replace('lines', 'others'));
    expect(await detailed(), 'an update').toBe(2);
    folder.write('connectors/a.yaml', `state: paused\n${file}`);
    expect(await detailed(), 'a state').toBe(2);
    folder.write('connectors/a.yaml', 'state: absent\n');
    expect(await detailed(), 'a deletion').toBe(2);
    folder.write('connectors/a.yaml', file);
    sandbox.worker.failTask('a', 0, 'java.io.IOException: no such file');
    expect(await detailed(), 'a restart').toBe(2);
  });

  it('does not hide a blocked plan', async () => {
    const { run } = await tryout({
      files: { 'connectors/a.yaml': file.replace('tasks.max: 1', 'tasks.max: x') },
    });
    expect((await run(['plan', '--detailed-exitcode'])).exitCode).toBe(29);
  });

  it.each([
    ['-f', 'json'],
    ['-f', 'json-patch'],
    ['-f', 'diff'],
  ])('is the same with %s %s', async (...format) => {
    const { run } = await tryout({ files: { 'connectors/a.yaml': file } });
    expect((await run(['plan', '--detailed-exitcode', ...format])).exitCode).toBe(2);
    await run(applying);
    expect((await run(['plan', '--detailed-exitcode', ...format])).exitCode).toBe(0);
  });
});

describe('drift is 2', () => {
  it('if a connector is missing or differs, but not for connectors that no file declares', async () => {
    const { run, sandbox } = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { names: ["a*"] }\n',
        'connectors/a.yaml': file,
        'connectors/ab.yaml': file,
      },
    });
    expect((await run(['drift'])).exitCode, 'missing').toBe(2);
    await run(applying);
    expect((await run(['drift'])).exitCode).toBe(0);
    const config = { 'connector.class': 'FileStreamSource', topic: 'x' };
    sandbox.worker.seed([
      { name: 'abc', config },
      { name: 'foreign', config },
    ]);
    const listed = await run(['drift']);
    expect(listed.stdout, 'owned but not declared is listed').toContain('abc');
    expect(listed.stdout, 'not owned is not listed').not.toContain('foreign');
    expect(listed.exitCode).toBe(0);
    sandbox.worker.editConfig('a', { topic: 'others' });
    const drift = await run(['drift']);
    expect(drift.stdout).toContain('-topic: others');
    expect(drift.stdout).toContain('+topic: lines');
    expect(drift.exitCode).toBe(2);
  });

  it('if a connector exists that the file declares absent', async () => {
    const { run, folder } = await tryout({ files: { 'connectors/a.yaml': file } });
    await run(applying);
    folder.write('connectors/a.yaml', 'state: absent\n');
    expect((await run(['drift'])).exitCode).toBe(2);
  });
});

describe('the last line on stderr', () => {
  it('is about connectors after status, and about workers after cluster', async () => {
    const { run, sandbox } = await tryout({ files: { 'connectors/a.yaml': file } });
    await run(applying);
    sandbox.worker.failTask('a', 0, 'java.io.IOException: no such file');
    const status = await run(['status']);
    expect(status).toMatchObject({ exitCode: 25 });
    expect(status.stderr).toMatch(/^exit 25: some connectors are not healthy$/m);
    const cluster = await run(['cluster', '--cluster', 'http://127.0.0.1:1']);
    expect(cluster.stderr).toMatch(/^exit 28: some workers could not be read/m);
  });

  it.each([
    [['plan'], 0, /^$/],
    [['plan', '--detailed-exitcode'], 2, /^exit 2: there are changes$/],
    [['drift'], 2, /^exit 2: the cluster differs from the files$/],
    [['apply', '--expect-no-changes'], 2, /^exit 2: there are changes, .*; nothing was written$/],
    [['apply', '--yes', '--only', 'nobody'], 1, /^exit 1: /],
    [['plan', '--cluster', 'http://127.0.0.1:1'], 28, /^exit 28: .*could not be read/],
    [['plan', '--no-such-option'], 64, /^exit 64: .*usage/],
    [['apply'], 64, /^exit 64: /],
  ])('says in words what %j ended with', async (args, exitCode, says) => {
    const { run } = await tryout({ files: { 'connectors/a.yaml': file } });
    const ended = await run(args);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr.trimEnd().split('\n').at(-1)).toMatch(says);
  });
});
