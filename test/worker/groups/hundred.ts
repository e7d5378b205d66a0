import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { startWithPlugin } from '../plugin/start-with-plugin.ts';
import { putOneByOne } from '../put-one-by-one.ts';
import { type Trial, trial } from '../trust/trial.ts';

const progress = [
  /^(\S+): validated 100 configurations on the worker in [\d.]+ s$/,
  /^(\S+): \[[ \d]{3}\/100\] create {2}many-\d{3} {3}applied; RUNNING, 1\/1 task, after [\d.]+ s$/,
  /^(\S+): still working after \d+ s: /,
];

const configs = new Map(
  Array.from({ length: 100 }, (_, index) => [
    `many-${String(index + 1).padStart(3, '0')}`,
    { 'connector.class': misbehavingSource, 'tasks.max': '1' },
  ]),
);

/** The first apply of a large project, and beside its wall time that of what people do without the program. */
export function describeHundred(
  where: string,
  group: { readonly version: string; readonly count: number },
): void {
  it(`creates 100 connectors on ${where} at default settings without an error shown, and all are healthy`, async () => {
    const [seconds, bare] = [await timeApply(group), await timeLoop(group)];
    console.log(
      `100 connectors on ${where} of ${group.version}: apply ${inSeconds(seconds)}, ` +
        `of which 10 s watch that they stay healthy; a bare loop of PUTs, unwatched, ${inSeconds(bare)}`,
    );
  }, 600_000);
}

/** Milliseconds. */
async function timeApply(group: { readonly version: string; readonly count: number }): Promise<number> {
  const workers = await startWithPlugin(group);
  let took = 0;
  await trial(workers.urls[0] ?? '', async (many) => {
    for (const [name, config] of configs) many.declare(name, { config });
    const started = performance.now();
    const run = await many.run(['apply', '--yes']);
    took = performance.now() - started;
    expect(run.stdout).toMatch(/^100 planned: 100 applied\.$/m);
    expect(run.exitCode).toBe(0);
    const lines = run.stderr.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !progress.some((pattern) => pattern.test(line)))).toEqual([]);
    await areHealthy(many);
    await workers.stop();
  });
  return took;
}

async function areHealthy(many: Trial): Promise<void> {
  const states = Object.values(await many.reported()).map((one) => one.states);
  expect(states).toEqual(Array.from({ length: 100 }, () => 'RUNNING 0:RUNNING'));
  expect((await many.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
}

/** The same on workers of its own, as fresh; milliseconds until the last of them runs. */
async function timeLoop(group: { readonly version: string; readonly count: number }): Promise<number> {
  const workers = await startWithPlugin(group);
  const { running, amiss } = await putOneByOne(workers.urls[0] ?? '', configs);
  expect(amiss).toEqual([]);
  await workers.stop();
  return running;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
