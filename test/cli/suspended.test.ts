import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const source = (topic: string, more = '') =>
  `${more}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n  file: /tmp/${topic}.txt\n`;

/** Two connectors that run; afterwards both files change, and one says that it is suspended. */
async function edited(reconcile: string): Promise<Tryout> {
  const world = await tryout({
    files: { 'connectors/a.yaml': source('a'), 'connectors/b.yaml': source('b') },
  });
  expect((await world.run(['apply', '--yes'])).exitCode).toBe(0);
  world.sandbox.clearRequests();
  world.folder.write('connectors/a.yaml', source('x', reconcile));
  world.folder.write('connectors/b.yaml', source('y'));
  return world;
}

describe('a connector whose file says reconcile: suspended', () => {
  it('is left as it is by apply, which says so, and the others are written', async () => {
    const world = await edited('reconcile: suspended\n');
    const { exitCode, stdout } = await world.run(['apply', '--yes']);
    expect(stdout).toMatch(/^ +a +suspended in its file$/m);
    expect(exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/b/config']);
  });

  it('is shown with its reason and its end', async () => {
    const world = await edited('reconcile: {state: suspended, reason: incident 4711, until: 2099-12-24}\n');
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain('suspended in its file: until 2099-12-24, incident 4711');
    const json = JSON.parse((await world.run(['plan', '-f', 'json'])).stdout);
    expect(json.clusters[0].leftAlone).toMatchObject([
      { name: 'a', reason: 'suspended', detail: 'until 2099-12-24, incident 4711' },
    ]);
  });

  it('is neither waited for nor restarted when it has FAILED', async () => {
    const world = await edited('reconcile: suspended\n');
    world.sandbox.worker.failTask('a', 0, 'java.lang.RuntimeException: no');
    const { exitCode } = await world.run(['apply', '--yes']);
    expect(exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/b/config']);
  });

  it('is not deleted either', async () => {
    const world = await edited('reconcile: suspended\nstate: absent\n');
    const { stdout, stderr } = await world.run(['apply', '--yes']);
    expect(world.writes()).toEqual(['PUT /connectors/b/config']);
    const warning = '"a" is not deleted although its state is absent, because it is suspended';
    expect(stdout + stderr).toContain(warning);
    expect((await world.run(['validate'])).stderr).toContain(warning);
    world.folder.write(
      'connectors/a.yaml',
      'reconcile: {state: suspended, until: 2020-01-31}\nstate: absent\n',
    );
    expect((await world.run(['validate'])).stderr).not.toContain(warning);
    await world.run(['apply', '--yes']);
    expect(world.writes()).toContain('DELETE /connectors/a');
  });

  it('is reconciled again once the end has passed, with a warning on the line', async () => {
    const world = await edited('reconcile: {state: suspended, until: 2020-01-31}\n');
    const { stderr, stdout } = await world.run(['apply', '--yes']);
    expect(stdout + stderr).toContain('"a" was suspended until 2020-01-31 and is reconciled again');
    expect(stdout + stderr).toContain('connectors/a.yaml:1:12');
    expect([...world.writes()].sort()).toEqual(['PUT /connectors/a/config', 'PUT /connectors/b/config']);
  });
});

describe('validate', () => {
  it.each([
    ['without a cluster', { CONNECT_SYNC_CLUSTER: '' }],
    ['with one', {}],
  ])('warns of a suspension whose end has passed, %s', async (_, environment) => {
    const ended = 'reconcile: {state: suspended, until: 2020-01-31}\n';
    const later = 'reconcile: {state: suspended, until: 2099-01-31}\n';
    const world = await tryout({
      files: { 'connectors/a.yaml': source('a', ended), 'connectors/b.yaml': source('b', later) },
      environment,
    });
    const { exitCode, stdout, stderr } = await world.run(['validate']);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toContain('"a" was suspended until 2020-01-31 and is reconciled again');
    expect(stdout + stderr).not.toContain('"b"');
    expect((await world.run(['validate', '--strict'])).exitCode).toBe(29);
  });

  it('checks a suspended connector like any other', async () => {
    const broken = source('a', 'reconcile: suspended\n').replace('FileStreamSource', 'FileStreamSorce');
    const world = await tryout({ files: { 'connectors/a.yaml': broken } });
    expect((await world.run(['validate'])).exitCode).toBe(29);
  });
});

describe('the end of a suspension', () => {
  it.each([
    ['2099-12-24T18:00:00Z', true],
    ['2099-12-24T18:00:00.000Z', true],
    ['2099-12-24T18:00+02:00', true],
    ['9999-12-31', true],
    ['0001-01-01', false],
    ['2020-12-24T18:00:00-11:00', false],
  ])('%s is read', async (until, isSuspended) => {
    const world = await edited(`reconcile: {state: suspended, until: ${until}}\n`);
    const { stdout } = await world.run(['plan']);
    if (isSuspended) expect(stdout).toContain(`suspended in its file: until ${until}`);
    else expect(stdout).not.toContain('suspended in its file');
  });
});

describe('reconcile in any other place', () => {
  it.each<[string, string, string, string]>([
    [
      'in defaults',
      'connect-sync.yaml',
      'version: 1\ndefaults: [{ reconcile: suspended }]\n',
      'unknown key "reconcile"',
    ],
    [
      'in a profile',
      'connect-sync.yaml',
      'version: 1\nprofiles: { x: { reconcile: suspended } }\n',
      'unknown key "reconcile"',
    ],
    [
      'in an override',
      'connectors/a.yaml',
      source('a', 'overrides: { dev: { reconcile: suspended } }\n'),
      'unknown key "reconcile"',
    ],
    [
      'from a variable',
      'connectors/a.yaml',
      source('a', 'reconcile: "${var.x}"\n'),
      '"reconcile" must be suspended',
    ],
  ])('is an error: %s', async (_, file, text, message) => {
    const world = await tryout({ files: { 'connectors/a.yaml': source('a'), [file]: text } });
    const { exitCode, stderr } = await world.run(['validate']);
    expect(exitCode).toBe(29);
    expect(stderr).toContain(message);
  });
});

describe('a wrong value of reconcile', () => {
  it.each([
    ['reconcile: paused', 'connectors/a.yaml:1:12'],
    ['reconcile: {reason: no}', 'connectors/a.yaml:1:13'],
    ['reconcile: {state: suspended, untill: 2026-12-24}', 'did you mean "until"'],
    ['reconcile: {state: suspended, until: 2026-02-30}', '"2026-02-30" is neither a day nor a time'],
    ['reconcile: {state: suspended, until: 2026-12-24T18:00:00}', 'is neither a day nor a time'],
    ['reconcile: {state: suspended, until: 2026-12-24T18:00:00+24:00}', 'is neither a day nor a time'],
    ['reconcile: {state: suspended, until: 24.12.2026}', '"24.12.2026" is neither a day nor a time'],
    ['reconcile: {state: suspended, until: }', 'connectors/a.yaml:1'],
    ['reconcile: {state: suspended, until: soon}', '"soon" is neither a day nor a time'],
    ['reconcile: [suspended]', 'connectors/a.yaml:1:12'],
  ])('%s is reported', async (line, expected) => {
    const world = await tryout({ files: { 'connectors/a.yaml': source('a', `${line}\n`) } });
    const { exitCode, stderr } = await world.run(['validate']);
    expect(exitCode).toBe(29);
    expect(stderr).toContain(expected);
  });
});
