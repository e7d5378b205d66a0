import { expect, it } from 'vitest';
import { canary, findLeaks, quoted } from '../support/canaries.ts';
import { generation, placeNames, secretWorld } from '../support/secret-world.ts';

const commands = [
  ['list'],
  ['tasks', '*'],
  ['topics', '*'],
  ['offsets', '*'],
  ['describe', '*'],
  ['loggers'],
  ['cluster'],
  ['plugins', '--all'],
].flatMap((command) => [command, [...command, '-f', 'json']]);

it('no secret is shown by inspecting commands, even if traces and task configs quote it', async () => {
  const secrets = generation('now');
  const cluster = canary('cluster');
  const canaries = [...secrets.values(), cluster];
  const world = await secretWorld(cluster);
  world.declare(secrets);
  expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
  const leaks: string[] = [];
  for (const name of placeNames) {
    const own = [...secrets.values()].map(quoted).join('\n\tat ');
    world.sandbox.worker.failTask(name, 0, `a.B: ${own}\nCaused by: c.D: ${own}`);
    world.sandbox.worker.setOffsets(name, [{ partition: { from: own }, offset: { at: own } }]);
  }
  for (const command of [...commands, ...placeNames.map((name) => ['tasks', name, '0'])]) {
    const run = await world.run(command);
    expect(run.exitCode, `${command.join(' ')}: ${run.stderr}`).toBe(0);
    expect(run.stdout.length).toBeGreaterThan(20);
    leaks.push(
      ...findLeaks(run.stdout + run.stderr, canaries).map((leak) => `${command.join(' ')}: ${leak}`),
    );
  }
  expect([...new Set(leaks)]).toEqual([]);
});
