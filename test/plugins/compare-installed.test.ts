import { describe, expect, it } from 'vitest';
import type { ClusterPluginsDocument } from '../../src/model/plugin-snapshot-document.ts';
import { type CurrentPlugins, compareInstalled } from '../../src/plugins/compare-installed.ts';

const mysql = 'io.debezium.connector.mysql.MySqlConnector';
const file = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const json = 'org.apache.kafka.connect.json.JsonConverter';

const snapshot: ClusterPluginsDocument = {
  format: 'connect-sync/cluster-plugins',
  version: 1,
  cluster: 'prod',
  kafkaConnect: '4.3.0',
  plugins: [
    { class: mysql, type: 'source', versions: ['1.9.7.Final'] },
    { class: file, type: 'source', versions: ['4.3.0'] },
    { class: json, type: 'converter', versions: ['4.3.0'] },
  ],
};

const current = (
  versions: Readonly<Record<string, readonly string[]>>,
  more: Partial<CurrentPlugins> = {},
): CurrentPlugins => ({
  kafkaConnect: '4.3.0',
  kind: 'listed',
  plugins: Object.entries(versions).flatMap(([className, all]) =>
    all.map((version) => ({ className, type: 'source', version })),
  ),
  ...more,
});
const same = { [mysql]: ['1.9.7.Final'], [file]: ['4.3.0'], [json]: ['4.3.0'] };

describe('the installed plugins compared with their snapshot', () => {
  it('have no difference if they are the same, or differ in a plugin that is not used', () => {
    expect(compareInstalled(snapshot, current(same), [mysql, file])).toEqual([]);
    const other = current({ ...same, [mysql]: ['2.7.4.Final'] });
    expect(compareInstalled(snapshot, other, [file])).toEqual([]);
  });

  it('differ in a version, by the class or an alias of it', () => {
    const now = current({ ...same, [mysql]: ['2.7.4.Final'] });
    const expected = [{ className: mysql, saved: ['1.9.7.Final'], now: ['2.7.4.Final'] }];
    expect(compareInstalled(snapshot, now, [mysql])).toEqual(expected);
    expect(compareInstalled(snapshot, now, ['MySqlConnector', 'MySql'])).toEqual(expected);
  });

  it('differ if a version is installed beside the old one, or the plugin is gone', () => {
    const both = current({ ...same, [mysql]: ['1.9.7.Final', '2.7.4.Final'] });
    expect(compareInstalled(snapshot, both, [mysql])).toMatchObject([
      { now: ['2.7.4.Final', '1.9.7.Final'] },
    ]);
    expect(compareInstalled(snapshot, current({ [file]: ['4.3.0'] }), [mysql])).toMatchObject([{ now: [] }]);
  });

  it('differ in Kafka Connect alone if the plugins that come with it moved along', () => {
    const now = current({ ...same, [file]: ['4.4.0'], [json]: ['4.4.0'] }, { kafkaConnect: '4.4.0' });
    expect(compareInstalled(snapshot, now, [mysql, file, json])).toEqual([
      { className: undefined, saved: ['4.3.0'], now: ['4.4.0'] },
    ]);
  });

  it('do not differ because of a plugin of which nothing runs, if only running versions are known', () => {
    const running = current({ [mysql]: ['1.9.7.Final'] }, { kind: 'running' });
    expect(compareInstalled(snapshot, running, [mysql, file, json])).toEqual([]);
    const moved = current({ [mysql]: ['2.7.4.Final'] }, { kind: 'running' });
    expect(compareInstalled(snapshot, moved, [mysql, file])).toMatchObject([{ now: ['2.7.4.Final'] }]);
  });
});
