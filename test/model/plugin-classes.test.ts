import { describe, expect, it } from 'vitest';
import { fitOfClass, namesOfClass, PluginClasses } from '../../src/model/plugin-classes.ts';

const jdbc = 'io.confluent.connect.jdbc.JdbcSourceConnector';
const otherJdbc = 'io.aiven.connect.jdbc.JdbcSourceConnector';
const file = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

describe('an alias of a class', () => {
  const classes = new PluginClasses([
    file,
    file,
    jdbc,
    'com.example.Outer$InnerConnector',
    'com.example.AConnectorV2',
  ]);

  it.each([
    ['FileStreamSource', file],
    ['FileStreamSourceConnector', file],
    [file, file],
    ['JdbcSource', jdbc],
    ['Inner', 'com.example.Outer$InnerConnector'],
    ['A', 'com.example.AConnectorV2'],
    ['AConnectorV2', 'com.example.AConnectorV2'],
    ['FileStream', undefined],
    [' FileStreamSource', undefined],
    ['filestreamsource', undefined],
    ['', ''],
  ])('"%s" stands for %s, as on a worker', (alias, full) => {
    expect(classes.resolve(alias)).toBe(full);
  });

  it('that fits two classes stands for none of them, and a full class for itself', () => {
    const both = new PluginClasses([jdbc, otherJdbc]);
    expect(both.resolve('JdbcSource')).toBeUndefined();
    expect(both.resolve(jdbc)).toBe(jdbc);
    expect(both.isSame(jdbc, otherJdbc)).toBe(false);
  });

  it('and another alias of the same class are one plugin', () => {
    expect(classes.isSame('FileStreamSource', 'FileStreamSourceConnector')).toBe(true);
    expect(classes.isSame('FileStreamSource', file)).toBe(true);
    expect(classes.isSame('FileStreamSource', 'JdbcSource')).toBe(false);
    expect(classes.isSame(undefined, 'JdbcSource')).toBe(false);
  });

  it('of a class that is not listed is compared by its names', () => {
    const none = new PluginClasses([]);
    expect(none.isSame('S3Sink', 'io.confluent.connect.s3.S3SinkConnector')).toBe(true);
    expect(none.isSame('S3Sink', 'S3SinkConnector')).toBe(true);
    expect(none.isSame('S3Sink', 'GcsSink')).toBe(false);
  });

  it('begins at the last dot or dollar sign and ends before the last "Connector"', () => {
    expect(namesOfClass('a.ConnectorConnector')).toEqual([
      'a.ConnectorConnector',
      'ConnectorConnector',
      'Connector',
    ]);
    expect(namesOfClass('a.Connector')).toEqual(['a.Connector', 'Connector', 'Connector']);
  });
});

describe('a glob over classes', () => {
  it.each([
    [file, 'FileStreamSource'],
    ['FileStreamSource', file],
    ['FileStream*', file],
    ['org.apache.kafka.connect.file.*', 'FileStreamSource'],
    ['io.debezium.*', 'Postgres'],
    ['io.debezium.*', 'MySqlConnector'],
    ['*Sql*', 'io.debezium.connector.mysql.MySqlConnector'],
    ['JdbcSource', 'JdbcSourceConnector'],
    ['JdbcSourceConnector', 'JdbcSource'],
  ])('%s matches %s, without a worker', (glob, className) => {
    expect(fitOfClass([glob], className, undefined)).toBe('yes');
  });

  it.each([
    [jdbc, 'JdbcSource', 'likely'],
    ['*.JdbcSourceConnector', 'JdbcSource', 'likely'],
    ['io.confluent.*', 'JdbcSource', 'unknown'],
    ['*jdbc*', 'JdbcSource', 'unknown'],
    ['Jdbc*Sink', 'JdbcSource', 'no'],
    ['io.debezium.*', 'FileStreamSource', 'no'],
    [jdbc, 'JdbcSink', 'no'],
    [jdbc, otherJdbc, 'no'],
    ['io.debezium.*', file, 'no'],
  ])('%s and %s: %s without a worker', (glob, className, fit) => {
    expect(fitOfClass([glob], className, undefined)).toBe(fit);
  });

  it('matches the class that the worker loads for an alias, and no other', () => {
    const aiven = new PluginClasses([otherJdbc]);
    expect(fitOfClass([jdbc], 'JdbcSource', aiven)).toBe('no');
    expect(fitOfClass(['io.aiven.*'], 'JdbcSource', aiven)).toBe('yes');
    expect(fitOfClass(['io.debezium.*'], 'Postgres', aiven)).toBe('no');
  });
});
