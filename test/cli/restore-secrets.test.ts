import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { backupsOf } from '../support/backups-of.ts';
import { canary, findLeaks } from '../support/canaries.ts';
import { generation, placeNames, type SecretWorld, secretWorld } from '../support/secret-world.ts';

const quick = ['--yes', '--stable-for', '1s'];
const [older, newer] = [generation('old'), generation('new')];
const cluster = canary('cluster');
const canaries = [...older.values(), ...newer.values(), cluster];

/** Secrets that were rotated and then deleted with their connectors. */
async function rotatedAndDeleted(connectVersion: ConnectVersion): Promise<SecretWorld> {
  const world = await secretWorld(cluster, { connectVersion });
  for (const change of [
    () => world.declare(older),
    () => world.declare(newer),
    () => world.declareAbsent(),
  ]) {
    change();
    const run = await world.run(['apply', ...quick]);
    expect(run.exitCode, run.stderr).toBe(0);
  }
  return world;
}

/** The backups of each run, oldest first, without the connector that uses all variables. */
function runsOf({ folder }: SecretWorld): readonly (readonly string[])[] {
  const runs = new Map<string, string[]>();
  for (const { file, document } of backupsOf(folder.directory)) {
    if (!placeNames.includes(document.connector.name)) continue;
    const run = path.posix.dirname(file);
    runs.set(run, [...(runs.get(run) ?? []), file]);
  }
  return [...runs.values()];
}

describe('restore shows no secret', () => {
  it.each<ConnectVersion>(['2.8', '4.3'])(
    'of deleted or rotated connectors on Kafka Connect %s',
    async (version) => {
      const world = await rotatedAndDeleted(version);
      const [rotated = [], deleted = []] = runsOf(world);
      expect([rotated.length, deleted.length]).toEqual([placeNames.length, placeNames.length]);
      const leaks: string[] = [];
      for (const files of [deleted, rotated]) {
        for (const format of ['json', 'text']) {
          const run = await world.run(['restore', ...files, ...quick, '-f', format]);
          expect(run.exitCode, run.stdout + run.stderr).toBe(0);
          leaks.push(...findLeaks(run.stdout + run.stderr, canaries));
        }
        for (const file of files) {
          const { connector } = JSON.parse(readFileSync(path.join(world.folder.directory, file), 'utf8'));
          expect(world.sandbox.worker.config(connector.name)).toMatchObject(connector.config);
        }
      }
      expect(leaks).toEqual([]);
    },
  );

  it('of a truncated backup', async () => {
    const world = await rotatedAndDeleted('4.3');
    const leaks: string[] = [];
    for (const file of runsOf(world)[1] ?? []) {
      const whole = readFileSync(path.join(world.folder.directory, file), 'utf8');
      for (const end of [0.55, 0.7].map((share) => Math.floor(whole.length * share))) {
        world.folder.write(file, whole.slice(0, end));
        const run = await world.run(['restore', file, ...quick, '-f', 'json']);
        expect(run.exitCode).toBe(29);
        leaks.push(...findLeaks(run.stdout + run.stderr, canaries));
      }
    }
    expect(leaks).toEqual([]);
  });
});
