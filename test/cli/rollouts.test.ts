import { beforeEach, describe, expect, it } from 'vitest';
import type { EventView } from '../../src/model/apply-view.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const names = Array.from({ length: 12 }, (_, index) => `orders-${String(index + 1).padStart(2, '0')}`);
const own = 'config: {connector.class: FileStreamSource, tasks.max: 1, topic: lines}\n';

let world: Tryout;

/** A project file whose only default sets the batch size, and maybe more. */
function projectFile(size: string, more = ''): string {
  return `version: 1\n${more}defaults:\n  - config:\n      batch.size: ${size}\n`;
}

const run = (...args: string[]) => world.run(args);

const apply = (...args: string[]) => run('apply', '--yes', '--stable-for', '1s', ...args);

const write = (text: string) => world.folder.write('connect-sync.yaml', text);

beforeEach(async () => {
  world = await tryout({
    files: {
      'connect-sync.yaml': projectFile('100'),
      ...Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, own])),
    },
  });
  expect((await apply('--batch', 'all')).exitCode).toBe(0);
});

describe('a changed default of twelve connectors', () => {
  it('is planned as a rollout with a canary and its cost in time', async () => {
    write(projectFile('200'));
    const { stdout } = await run('plan');
    expect(stdout).toContain(
      'Rollout of the default at connect-sync.yaml:4 to 12 connectors: canary orders-01, then 6 batches of 2. ' +
        'It takes at least 70 s.\n',
    );
    const markdown = await run('plan', '-f', 'markdown');
    expect(markdown.stdout).toMatch(/^Rollout of the default at .* to 12 connectors: canary /m);
  });

  it('is planned with a command that waits for as long as a batch must stay healthy', async () => {
    write(projectFile('200'));
    const { stdout } = await run('plan', '--bake', '10m');
    expect(stdout).toMatch(/apply .*--bake 10m --timeout 20m$/m);
    expect((await run('plan', '--bake', '1m')).stdout).not.toContain('--timeout');
  });

  it('is applied batch after batch, and the events say so', async () => {
    write(projectFile('200'));
    const { stdout, exitCode } = await apply('--canary', '2', '--batch', '50%', '-f', 'json');
    expect(exitCode).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as EventView);
    const batches = lines.filter((line) => line.kind === 'batch');
    expect(
      batches.map(({ index, total, isCanary, names: some }) => [index, total, isCanary, some.length]),
    ).toEqual([
      [1, 3, true, 2],
      [2, 3, false, 6],
      [3, 3, false, 4],
    ]);
  });

  it('leaves eleven as they were when the worker refuses the canary, and applies the corrected one to all', async () => {
    write(projectFile('none'));
    const { stdout, stderr, exitCode } = await apply('--no-validate');
    expect(exitCode, stderr).toBe(1);
    expect(stdout + stderr).toContain('the canary orders-01 failed, so the rollout stopped');
    write(projectFile('300'));
    expect((await apply()).exitCode).toBe(0);
  });

  it('takes the settings of the project file, of the cluster, and of the command line, each over the one before', async () => {
    const more = `rollout: {canary: 3, batch: 4}\nclusters:\n  dev:\n    url: ${world.sandbox.url}\n    rollout: {batch: 5}\n`;
    write(projectFile('200', more));
    const planned = async (...args: string[]) => (await run('plan', '-c', 'dev', ...args)).stdout;
    expect(await planned()).toContain('canary orders-01, orders-02, orders-03, then 2 batches of 5.');
    expect(await planned('--canary', 'orders-1?', '--batch', '9')).toContain(
      'canary orders-10, orders-11, orders-12, then one batch of 9.',
    );
    expect(await planned('--batch', 'all')).not.toContain('Rollout');
  });

  it('is saved with its options, and applied in the same batches', async () => {
    write(projectFile('200'));
    await run('plan', '--canary', '4', '--out', 'plan.json');
    const { stderr, exitCode } = await apply('plan.json');
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('rollout: canary, 4 connectors');
    expect((await apply('plan.json', '--canary', '1')).stderr).toContain(
      '--canary cannot be combined with a saved plan',
    );
  });
});

describe('settings of a rollout that cannot be', () => {
  it.each([
    [['--batch', '0'], 'Expected a number, a percentage such as 10%, or all.'],
    [['--batch', '120%'], 'Expected a number, a percentage such as 10%, or all.'],
    [['--bake', '10'], 'Expected a duration such as 30s or 5m.'],
    [['--canary', '1', '--no-wait'], 'a rollout waits for the health of each batch'],
    [['--bake', '10m'], 'a batch must stay healthy for 10m, and waiting ends after 5m'],
  ])('%j are a usage error', async (args, message) => {
    const { stderr, exitCode } = await apply(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(64);
  });

  it('a canary that does not exist blocks the plan, with the nearest name', async () => {
    write(projectFile('200'));
    const { stderr, exitCode } = await run('plan', '--canary', 'order-07');
    expect(stderr).toContain('no declared connector has the name of the canary "order-07"');
    expect(stderr).toContain('did you mean "orders-07"?');
    expect(exitCode).toBe(29);
  });

  it('a canary that changes nothing is replaced, with a warning', async () => {
    write(projectFile('200'));
    world.folder.write('connectors/other.yaml', own.replace('}', ', batch.size: 7}'));
    const { stdout, stderr } = await run('plan', '--canary', 'other');
    expect(stderr).toContain('the canary "other" does not change');
    expect(stdout).toContain('canary orders-01');
  });
});
