import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');
const names = Array.from({ length: 24 }, (_, index) => `c${index}`);

describe('applying a saved plan, killed', () => {
  it.each([1, 5, 17])('after %d writes, is completed by the next run', async (writes) => {
    const world = await tryout({
      files: Object.fromEntries(
        names.map((name) => [
          `connectors/${name}.yaml`,
          'config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines }\n',
        ]),
      ),
    });
    await world.run(['plan', '--out', 'plan.json']);
    const child = spawn(
      process.execPath,
      [program, 'apply', 'plan.json', '--yes', '--concurrency', '1', '--no-wait'],
      {
        cwd: world.folder.directory,
        env: { ...process.env, CONNECT_SYNC_CLUSTER: world.sandbox.url },
        stdio: 'ignore',
      },
    );
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (world.writes().length < writes && child.exitCode === null) await sleep(1);
    child.kill('SIGKILL');
    await ended;
    const written = new Set(world.writes());
    expect(written.size).toBeGreaterThanOrEqual(writes);
    const next = await world.run(['apply', 'plan.json', '--yes', '--stable-for', '1s']);
    expect(next.exitCode, next.stdout + next.stderr).toBe(0);
    expect(world.writes().length, 'nothing is written twice').toBe(names.length);
    expect(next.stdout).toContain(`${names.length} planned: `);
    const again = await world.run(['apply', 'plan.json']);
    expect([again.exitCode, again.stdout]).toEqual([
      0,
      expect.stringContaining(`${names.length} planned: ${names.length} unchanged.`),
    ]);
  });
});
