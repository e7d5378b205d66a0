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
    await world.run(['apply', '--yes']);
    expect(world.writes()).toEqual(['PUT /connectors/b/config']);
  });

  it('is reconciled again once the end has passed, with a warning on the line', async () => {
    const world = await edited('reconcile: {state: suspended, until: 2020-01-31}\n');
    const { stderr, stdout } = await world.run(['apply', '--yes']);
    expect(stdout + stderr).toContain('"a" was suspended until 2020-01-31 and is reconciled again');
    expect(stdout + stderr).toContain('connectors/a.yaml:1:12');
    expect([...world.writes()].sort()).toEqual(['PUT /connectors/a/config', 'PUT /connectors/b/config']);
  });
});

describe('a wrong value of reconcile', () => {
  it.each([
    ['reconcile: paused', 'connectors/a.yaml:1:12'],
    ['reconcile: {reason: no}', 'connectors/a.yaml:1:13'],
    ['reconcile: {state: suspended, untill: 2026-12-24}', 'did you mean "until"'],
    ['reconcile: {state: suspended, until: 2026-02-30}', '"2026-02-30" is neither a day nor a time'],
    ['reconcile: {state: suspended, until: 2026-12-24T18:00:00}', 'is neither a day nor a time'],
    ['reconcile: {state: suspended, until: soon}', '"soon" is neither a day nor a time'],
    ['reconcile: [suspended]', 'connectors/a.yaml:1:12'],
  ])('%s is reported', async (line, expected) => {
    const world = await tryout({ files: { 'connectors/a.yaml': source('a', `${line}\n`) } });
    const { exitCode, stderr } = await world.run(['validate']);
    expect(exitCode).toBe(29);
    expect(stderr).toContain(expected);
  });
});
