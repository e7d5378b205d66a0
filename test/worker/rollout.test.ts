import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`rollouts on a real worker are skipped: ${missing}`);

const names = Array.from({ length: 12 }, (_, index) => `lines-${String(index + 1).padStart(2, '0')}`);

function projectFile(config: string): string {
  return `version: 1\ndefaults:\n  - config:\n      ${config}\n`;
}

const first = projectFile('producer.override.linger.ms: 1');
const good = projectFile('producer.override.linger.ms: 2');
/** The worker accepts it, and no task can start with it. */
const bad = projectFile('producer.override.bootstrap.servers: no-such-host.invalid:9092');

describe.skipIf(missing)('a default of twelve connectors on a real worker', () => {
  const folder = makeProjectFolder({
    'connect-sync.yaml': first,
    ...Object.fromEntries(
      names.map((name) => [
        `connectors/${name}.yaml`,
        `config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${name}\n  file: /tmp/${name}-not-there\n`,
      ]),
    ),
  });
  let cluster = '';

  const run = (...args: string[]) =>
    runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: cluster } });
  const apply = (...args: string[]) => run('apply', '--yes', '--stable-for', '2s', ...args);

  /** The states of connectors with their tasks, and how many have each. */
  async function states(): Promise<Readonly<Record<string, number>>> {
    const { connectors } = onlyCluster((await run('status', '-f', 'json')).stdout);
    const counts: Record<string, number> = {};
    for (const { connector, tasks } of connectors) {
      const state = [connector.state, ...tasks.map((task: { state: string }) => task.state)].join('+');
      counts[state] = (counts[state] ?? 0) + 1;
    }
    return counts;
  }

  beforeAll(async () => {
    [cluster = ''] = (await startWorkers({ version })).urls;
    const { exitCode, stderr } = await apply('--batch', 'all');
    expect(exitCode, stderr).toBe(0);
  });

  afterAll(async () => {
    folder.remove();
    await stopEverything();
  });

  it('that breaks tasks breaks one connector, and eleven go on with the old one', async () => {
    folder.write('connect-sync.yaml', bad);
    const { exitCode, stdout, stderr } = await apply();
    expect(exitCode, stderr).toBe(20);
    expect(stdout).toContain('the canary lines-01 is not healthy, so the rollout stopped');
    expect(await states()).toEqual({ 'RUNNING+FAILED': 1, 'RUNNING+RUNNING': 11 });
    const answer = await fetch(`${cluster}/connectors?expand=info`);
    const infos = Object.entries((await answer.json()) as Record<string, { info: { config: object } }>);
    const changed = infos.filter(([, { info }]) => 'producer.override.bootstrap.servers' in info.config);
    expect(changed.map(([name]) => name)).toEqual(['lines-01']);
    folder.write('connect-sync.yaml', first);
    expect((await apply()).exitCode).toBe(0);
  });

  it('that breaks tasks is taken back with rollback', async () => {
    folder.write('connect-sync.yaml', bad);
    const { exitCode, stderr } = await apply('--on-failure', 'rollback');
    expect(exitCode, stderr).toBe(26);
    expect(await states()).toEqual({ 'RUNNING+RUNNING': 12 });
  });

  it('that does no harm reaches all twelve, one write for each', async () => {
    folder.write('connect-sync.yaml', good);
    const { exitCode, stdout } = await apply('-f', 'json');
    expect(exitCode).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(
      lines
        .filter(({ kind }) => kind === 'written')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names);
    expect(lines.filter(({ kind }) => kind === 'batch')).toHaveLength(7);
    expect(await states()).toEqual({ 'RUNNING+RUNNING': 12 });
  });
});
