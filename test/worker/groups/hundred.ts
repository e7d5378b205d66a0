import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { startWithPlugin } from '../plugin/start-with-plugin.ts';
import { trial } from '../trust/trial.ts';

const progress = [
  /^(\S+): validated 100 configurations on the worker in [\d.]+ s$/,
  /^(\S+): \[[ \d]{3}\/100\] create {2}many-\d{3} {3}applied; RUNNING, 1\/1 task, after [\d.]+ s$/,
  /^(\S+): still working after \d+ s: /,
];

/** The first apply of a large project. */
export function describeHundred(version: string): void {
  it('creates 100 connectors at default settings without an error shown, and all are healthy', async () => {
    const workers = await startWithPlugin({ version, count: 2 });
    await trial(workers.urls[0] ?? '', async (many) => {
      for (let number = 1; number <= 100; number += 1) {
        many.wish(`many-${String(number).padStart(3, '0')}`, {
          config: { 'connector.class': misbehavingSource, 'tasks.max': '1' },
        });
      }
      const run = await many.run(['apply', '--yes']);
      expect(run.stdout).toMatch(/^100 planned: 100 applied\.$/m);
      expect(run.exitCode).toBe(0);
      const lines = run.stderr.split('\n').filter((line) => line !== '');
      expect(lines.filter((line) => !progress.some((pattern) => pattern.test(line)))).toEqual([]);
      const states = Object.values(await many.reported()).map((one) => one.states);
      expect(states).toEqual(Array.from({ length: 100 }, () => 'RUNNING 0:RUNNING'));
      expect((await many.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
      await workers.stop();
    });
  }, 180_000);
}
