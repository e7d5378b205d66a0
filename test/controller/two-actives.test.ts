import { describe, expect, it, onTestFinished } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { controllerWorld, fileSource } from './controller-world.ts';

const names = ['c0', 'c1', 'c2'] as const;
const cycles = 500;

describe('two controllers that are both active by accident', () => {
  it('write nothing twice and undo nothing of each other in a thousand cycles', async () => {
    const world = await controllerWorld(
      Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, fileSource(name)])),
    );
    const { worker } = world.sandbox;
    let [checked, edits, failures] = [0, 0, 0];
    const written = new Map<string, number>();
    const check = () => {
      for (const { method, path } of world.sandbox.requests.slice(checked)) {
        if (method !== 'GET' && !path.endsWith('/validate')) written.set(path, (written.get(path) ?? 0) + 1);
      }
      checked = world.sandbox.requests.length;
    };
    const between = (cycle: number) => {
      check();
      const name = names[cycle % names.length] ?? 'c0';
      // Rare enough that nobody takes it for another controller.
      if (cycle % 50 === 7) {
        worker.editConfig(name, { topic: `by-hand-${cycle}` });
        edits += 1;
      }
      if (cycle % 50 === 23) {
        world.folder.write(`connectors/${name}.yaml`, fileSource(name, `  batch.size: ${cycle + 1}\n`));
        edits += 1;
      }
      if (cycle % 90 === 31) {
        worker.failTask(name, 0, 'java.lang.RuntimeException: no');
        failures += 1;
      }
    };
    // Loads every part of the program: meanwhile virtual time would run ahead, and both would write in the same instant.
    await world.run({ mode: 'heal', cycles: 5 }, (cycle) => {
      if (cycle === 1) worker.editConfig('c0', { topic: 'by-hand' });
      if (cycle === 3) worker.failTask('c0', 0, 'java.lang.RuntimeException: no');
    });
    checked = world.sandbox.requests.length;
    const input = { mode: 'heal' as const, cycles };
    const [one, other] = await Promise.all([
      world.run(input, between),
      // The second one comes a little later, and goes its own way from there by its own jitter.
      world.clock.sleep(11_000).then(() => world.run({ ...input, intervalMilliseconds: 170_000 }, check)),
    ]);
    check();
    expect(one.runs.length + other.runs.length).toBeGreaterThanOrEqual(2 * cycles);
    // Each edit leads to one write, and each failure to one restart: a second write of the same
    // content, or one that takes back what the other wrote, would be one more.
    const total = (ending: RegExp) =>
      [...written].reduce((sum, [path, number]) => (ending.test(path) ? sum + number : sum), 0);
    expect(total(/\/config$/)).toBe(edits);
    expect(total(/\/restart/)).toBe(failures);
    expect(total(/./)).toBe(edits + failures);
    expect(world.unexpected).toEqual([]);
    expect(world.view().clusters[0]).toMatchObject({ holds: [], plan: { changes: [] } });
  }, 300_000);

  it.each([
    // Each of the two creates or corrects it twice; then one leaves it alone.
    { mode: 'heal', most: 4 },
    // What the other one wrote is drift, which is left alone.
    { mode: 'apply', most: 2 },
  ] as const)(
    'and have different revisions of the files stop after a few writes, in mode $mode',
    async ({ mode, most }) => {
      const filesOf = (version: string) =>
        Object.fromEntries(
          names.map((name) => [`connectors/${name}.yaml`, fileSource(`${name}-${version}`)]),
        );
      const world = await controllerWorld(filesOf('old'));
      const newer = makeProjectFolder({
        'connect-sync.yaml': `version: 1\nclusters:\n  dev: { url: "${world.sandbox.url}" }\n`,
        ...filesOf('new'),
      });
      onTestFinished(() => newer.remove());
      const project = { directory: newer.directory, environment: new Map(), version: '0.1.0' };
      const input = { mode, cycles: 120 } as const;
      // Loads every part of the program, and creates nothing.
      await world.run({ mode: 'observe', cycles: 2 });
      world.takeWrites();
      await Promise.all([
        world.run(input),
        world.clock.sleep(11_000).then(() => world.run({ ...input, project, intervalMilliseconds: 170_000 })),
      ]);
      const writes = world.takeWrites();
      for (const name of names) {
        const own = writes.filter((write) => write.includes(`/connectors/${name}/`));
        expect(own.length, own.join()).toBeGreaterThanOrEqual(2);
        expect(own.length, own.join()).toBeLessThanOrEqual(most);
      }
      expect(world.unexpected).toEqual([]);
      const contended = world.events.filter(
        (event) => event.kind === 'connector-held' && event.message.startsWith('contended'),
      );
      expect(contended.length).toBe(mode === 'heal' ? names.length : 0);
    },
    300_000,
  );
});
