import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { resolveDistribution } from './distribution.ts';
import { misbehavingSource, missingForPlugin, pluginFolder } from './plugin/build-plugin.ts';
import { waitForPlugin } from './plugin/start-with-plugin.ts';
import { startWorkers, stopEverything } from './real-workers.ts';

const missing = await missingForPlugin(['3.9.1', '4.3.0', '4.4.0']);
if (missing) console.warn(`plugin versions on real workers are skipped: ${missing}`);

const latest = '2.0.0';
const pinned = `config:
  connector.class: ${misbehavingSource}
  connector.plugin.version: 1.0.0
`;
const sink = `config:
  connector.class: FileStreamSink
  topics: lines
  file: /tmp/never-written
`;

/** A worker with two versions of the test plugin, and the file connectors of Kafka 4.3.0 as they are served. */
async function startWorker(version: string): Promise<string> {
  const folders = await Promise.all(['1.0.0', latest].map((each) => pluginFolder(process.env, each)));
  const older = (await resolveDistribution('4.3.0')).pluginPath;
  const settings = { 'plugin.path': [...folders, older].join(',') };
  const [url = ''] = (await startWorkers({ version, settings })).urls;
  await waitForPlugin(url);
  return url;
}

describe.skipIf(missing)('plugin versions on real workers', () => {
  afterAll(stopEverything);

  let cluster = '';
  const run = (files: Readonly<Record<string, string>>, args: readonly string[]): Promise<CliRun> =>
    runCli(args, {
      directory: projectFolder(files).directory,
      environment: { CONNECT_SYNC_CLUSTER: cluster },
    });

  describe('4.4.0', () => {
    beforeAll(async () => {
      cluster = await startWorker('4.4.0');
    });

    it('shows the keys of the latest version, or of the one behind the @', async () => {
      const view = async (wanted: string) =>
        onlyCluster((await run({}, ['plugins', wanted, '-f', 'json'])).stdout);
      expect(await view(misbehavingSource)).toMatchObject({
        plugin: { version: latest },
        otherVersions: ['1.0.0'],
      });
      expect(await view('MisbehavingSource@1.0.0')).toMatchObject({
        plugin: { version: '1.0.0' },
        otherVersions: [latest],
      });
      const refused = await run({}, ['plugins', 'MisbehavingSource@3.0.0']);
      expect(refused.stderr).toContain('installed: 1.0.0, 2.0.0');
    });

    it('runs the pinned version, and status and describe show it', async () => {
      const files = {
        'connectors/pinned.yaml': pinned,
        'connectors/free.yaml': pinned.replace(/.*version.*\n/, ''),
      };
      const applied = await run(files, ['apply', '--yes']);
      expect(applied.exitCode, applied.stderr).toBe(0);
      const status = onlyCluster((await run(files, ['status', '-f', 'json'])).stdout);
      const versions = status.connectors.map(
        (each: {
          name: string;
          connector: { pluginVersion: string };
          tasks: [{ pluginVersion: string }];
        }) => [each.name, each.connector.pluginVersion, each.tasks[0].pluginVersion],
      );
      expect(versions).toEqual([
        ['free', latest, latest],
        ['pinned', '1.0.0', '1.0.0'],
      ]);
      expect((await run(files, ['describe', 'pinned'])).stdout).toContain(', version 1.0.0\n');
    });

    it('refuses a version that is not installed, on its line, each time', async () => {
      const files = { 'connectors/pinned.yaml': pinned.replace('1.0.0', '9.9.9') };
      for (const _ of [1, 2]) {
        const { stderr, exitCode } = await run(files, ['plan']);
        expect(stderr).toContain('available versions: [1.0.0, 2.0.0]');
        expect(stderr).toContain(path.join('connectors', 'pinned.yaml:3'));
        expect(stderr).toContain('1 error');
        expect(exitCode).toBe(29);
      }
    });

    it('names what a plugin needs that was built for an older Kafka version', async () => {
      const { stderr, exitCode } = await run({ 'connectors/old.yaml': sink }, ['plan']);
      expect(stderr).toContain(
        'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser ' +
          '(this plugin was built for an older Kafka version; it needs a newer release)',
      );
      expect(exitCode).toBe(29);
    });
  });

  describe('3.9.1', () => {
    beforeAll(async () => {
      cluster = await startWorker('3.9.1');
    });

    it('ignores a pinned version, and connect-sync warns', async () => {
      const files = { 'connectors/pinned.yaml': pinned.replace('1.0.0', '9.9.9') };
      const { stderr, exitCode } = await run(files, ['apply', '--yes']);
      expect(stderr).toContain('Kafka Connect 3.9.1 ignores connector.plugin.version of pinned');
      expect(exitCode, stderr).toBe(0);
      const status = onlyCluster((await run(files, ['status', '-f', 'json'])).stdout);
      expect(status.connectors[0].connector).toMatchObject({ state: 'RUNNING', pluginVersion: null });
    });
  });
});
