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

    it('says in a plan which keys the version that it moves to does not know, and warns of a stale snapshot', async () => {
      const labelled = `${pinned}  old.label: x\n`;
      await run({ 'connectors/pinned.yaml': labelled }, ['apply', '--yes', '--stable-for', '1s']);
      const planned = async (text: string, more: Readonly<Record<string, string>> = {}) => {
        const { stdout, stderr } = await run({ 'connectors/pinned.yaml': text, ...more }, ['plan']);
        return stdout + stderr;
      };
      const lost = '1 of its keys is unknown to the new version: old.label;';
      expect(await planned(labelled.replace('1.0.0', latest))).toContain(
        `moves the plugin 1.0.0 -> ${latest}; ${lost}`,
      );
      expect(await planned(labelled.replace('1.0.0', '"[2.0,3.0)"'))).toContain(lost);
      expect(await planned(labelled.replace(/ +connector.plugin.version.*\n/, ''))).toContain(
        `moves the plugin 1.0.0 -> the latest version; ${lost}`,
      );
      const snapshot = {
        ...{ format: 'connect-sync/cluster-plugins', version: 1, cluster: null, kafkaConnect: '4.4.0' },
        plugins: [{ class: misbehavingSource, type: 'source', versions: ['0.9.0'] }],
      };
      const files = { '.connect-sync/plugins/clusters/@url.json': JSON.stringify(snapshot) };
      expect(await planned(labelled, files)).toContain(
        `now has ${misbehavingSource} ${latest}, 1.0.0 (snapshot: 0.9.0)`,
      );
    });

    it('lists the versions that run', async () => {
      const { stdout } = await run({}, ['list', '-w', 'pinned']);
      expect(stdout).toContain(`${misbehavingSource}@1.0.0\n`);
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
