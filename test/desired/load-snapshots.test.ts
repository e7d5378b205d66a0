import { describe, expect, it } from 'vitest';
import { loadSnapshots, pluginSetOf } from '../../src/desired/load-snapshots.ts';
import type { PluginSnapshot } from '../../src/model/plugin-snapshot.ts';
import { printSnapshot, snapshotFile } from '../../src/model/plugin-snapshot-document.ts';
import { projectFolder } from '../support/project-folder.ts';

const snapshot: PluginSnapshot = {
  className: 'org.example.Source',
  type: 'source',
  version: '1.0.0',
  keys: [
    {
      name: 'mode',
      type: 'STRING',
      required: true,
      default: undefined,
      importance: 'HIGH',
      documentation: 'How to read. Deprecated: use read.mode.',
      group: 'Reading',
      recommended: ['fast'],
      values: ['fast', 'slow'],
      deprecation: { replacement: 'read.mode' },
    },
    {
      name: 'port',
      type: 'INT',
      required: false,
      default: '80',
      importance: 'LOW',
      documentation: '',
      group: undefined,
      recommended: [],
      values: undefined,
      deprecation: undefined,
    },
  ],
};
const file = `.connect-sync/plugins/${snapshotFile(snapshot)}`;
const cluster = JSON.stringify({
  format: 'connect-sync/cluster-plugins',
  version: 1,
  cluster: 'prod',
  kafkaConnect: '3.9.1',
  plugins: [{ class: 'org.example.Source', type: 'source', versions: ['2.0.0', '1.0.0'] }],
});

describe('a snapshot', () => {
  it('is read as it was printed, with what is installed', async () => {
    const { directory } = projectFolder({
      [file]: printSnapshot(snapshot),
      '.connect-sync/plugins/clusters/prod.json': cluster,
    });
    const loaded = await loadSnapshots(directory);
    expect(loaded).toMatchObject({ snapshots: [{ snapshot, file }], diagnostics: [] });
    expect(pluginSetOf(loaded, 'prod')).toMatchObject({
      kafkaConnect: '3.9.1',
      installed: [{ version: '2.0.0' }, { version: '1.0.0' }],
    });
    expect(pluginSetOf(loaded, 'dev').installed).toBeUndefined();
  });

  it.each([
    ['truncated', printSnapshot(snapshot).slice(0, 200), 'invalid-json'],
    ['of another format', '{"format":"connect-sync/backup","version":1}', 'not-a-snapshot'],
    [
      'of a newer version',
      '{"format":"connect-sync/plugin-snapshot","version":2}',
      'unsupported-snapshot-version',
    ],
    ['edited', printSnapshot(snapshot).replace('"required":true', '"required":"yes"'), 'invalid-snapshot'],
  ])('that is %s is left out with a warning on its line', async (_, text, code) => {
    const { directory } = projectFolder({ [file]: text });
    const { snapshots, diagnostics } = await loadSnapshots(directory);
    expect(snapshots).toEqual([]);
    expect(diagnostics).toMatchObject([{ code, severity: 'warning', source: { file } }]);
  });

  it('warns where a file is in place of the folder, and not where there is none', async () => {
    const { directory } = projectFolder({ '.connect-sync/plugins': 'x' });
    expect((await loadSnapshots(directory)).diagnostics).toMatchObject([
      { code: 'unreadable-file', severity: 'warning', source: { file: '.connect-sync/plugins' } },
    ]);
    expect((await loadSnapshots(projectFolder({ 'a.yaml': '' }).directory)).diagnostics).toEqual([]);
  });
});
