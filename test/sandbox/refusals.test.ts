import { describe, expect, it } from 'vitest';
import { fileSink, fileSource, openSandbox } from './open-sandbox.ts';

const transforms = 'org.apache.kafka.connect.transforms.';

function transformed(type: string, more: Readonly<Record<string, string | null>> = {}) {
  const keys = Object.entries(more).map(([key, value]) => [`transforms.a.${key}`, value]);
  return fileSource({
    transforms: 'a',
    'transforms.a.type': `${transforms}${type}`,
    ...Object.fromEntries(keys),
  });
}

/** The status of a PUT, and the messages of a refusal. */
async function put(
  connectVersion: '2.8' | '3.4' | '3.9' | '4.3',
  config: Readonly<Record<string, unknown>>,
): Promise<string> {
  const sandbox = await openSandbox({ connectVersion });
  const reply = await sandbox.call('PUT', '/connectors/k/config', config);
  const lines = String(reply.message ?? '').split('\n');
  return [reply.status, ...(lines.length > 2 ? lines.slice(1, -1) : lines)].join(' ').trim();
}

describe('values that a worker refuses', () => {
  it.each([
    ['Cast$Value', { spec: 'x:nope' }, /No enum constant .*Schema\.Type\.NOPE/],
    ['Cast$Value', { spec: '' }, /Must specify at least one field to cast\./],
    ['Cast$Key', { spec: 'int8,int16' }, /may only specify a single cast in their spec/],
    ['Cast$Key', { spec: 'a:bytes' }, /does not support casting to BYTES/],
    ['TimestampConverter$Value', {}, /target\.type" which has no default.*String must be one of/],
    ['TimestampConverter$Value', { 'target.type': 'unix', 'unix.precision': 'x' }, /unix\.precision/],
    ['ExtractField$Key', { field: 'x', 'field.syntax.version': 'V9' }, /field\.syntax\.version/],
    ['MaskField$Value', { fields: '' }, /fields/],
    ['MaskField$Value', { fields: 'x', replacement: '' }, /replacement: String must be non-empty/],
    ['HeaderFrom$Value', { fields: 'x', headers: 'y', operation: 'no' }, /move, copy/],
    ['DropHeaders', { headers: '' }, /headers/],
    ['ReplaceField$Value', { renames: 'x' }, /Invalid rename mapping: x/],
    ['InsertHeader', { header: null }, /header: entry must be non null/],
    ['RegexRouter', { regex: '[', replacement: '' }, /Unclosed character class near index 0/],
    ['Filter', { negate: 'true' }, /no config 'transforms\.a\.predicate' defining a predicate/],
    ['InsertField', {}, /This class is abstract and cannot be created\. Did you mean/],
  ])('%s with %j', async (type, more, message) => {
    for (const version of ['3.9', '4.3'] as const) {
      const refusal = await put(version, transformed(type, more));
      expect(refusal).toMatch(/^400 /);
      expect(refusal).toMatch(message);
    }
  });

  it.each([
    ['transforms.a.type', { transforms: 'a', 'transforms.a.type': 'java.lang.String' }, 'Transformation'],
    ['predicates.a.type', { predicates: 'a', 'predicates.a.type': 'java.lang.String' }, 'Predicate'],
    ['value.converter', { 'value.converter': 'java.lang.String' }, 'Converter'],
    ['header.converter', { 'header.converter': 'java.lang.String' }, 'HeaderConverter'],
  ])('%s with a class of the wrong kind', async (_key, more, kind) => {
    const message = `400 Class class java.lang.String does not implement the ${kind} interface`;
    expect(await put('3.9', fileSource(more))).toBe(message);
  });

  it.each([
    [{ 'transaction.boundary': 'connector' }, /connector-defined transaction boundaries/],
    [{ 'transaction.boundary.interval.ms': '-5' }, /Value must be at least 0/],
    [{ 'topic.creation.groups': 'g,g' }, /Duplicate alias provided\./],
    [
      { 'exactly.once.support': 'required' },
      /^400 This worker does not have exactly-once source support enabled\.$/,
    ],
  ])('a source with %j', async (more, message) => {
    expect(await put('4.3', fileSource(more))).toMatch(message);
  });

  it('repeated elements of a list from 4.2 on', async () => {
    const config = transformed('ValueToKey', { fields: 'x,x' });
    expect(await put('3.9', config)).toBe('201');
    expect(await put('4.3', config)).toBe("400 Configuration 'fields' values must not be duplicated.");
  });

  it('an override that the client cannot parse, with 500', async () => {
    const config = fileSource({ 'producer.override.linger.ms': 'x' });
    expect(await put('3.9', config)).toBe(
      '500 Invalid value x for configuration linger.ms: Not a number of type LONG',
    );
    expect(await put('3.9', fileSource({ 'producer.override.acks': 'nope' }))).toBe('201');
    expect(await put('3.9', fileSource({ 'consumer.override.max.poll.records': 'x' }))).toBe('201');
    expect(await put('3.9', fileSink({ 'consumer.override.max.poll.records': 'x' }))).toMatch(/^500 /);
  });

  it('blanks around the class', async () => {
    expect(await put('3.9', fileSource({ 'connector.class': ' FileStreamSource ' }))).toMatch(
      /^500 Failed to find/,
    );
    expect(await put('4.3', fileSource({ 'connector.class': ' FileStreamSource ' }))).toMatch(
      /^400 Failed to find/,
    );
  });
});

describe('a null value', () => {
  it.each(['3.4', '3.9', '4.3'] as const)(
    'of a key of the plugin is accepted on %s, and the connector fails',
    async (connectVersion) => {
      const sandbox = await openSandbox({ connectVersion });
      await sandbox.create('k', fileSource({ file: null }));
      expect(await sandbox.states('k')).toBe('FAILED []');
      const status = await sandbox.call('GET', '/connectors/k/status');
      expect(status.text).toContain('Non-string value found in original settings for key file: null');
    },
  );

  it('of a key of the framework has two messages', async () => {
    expect(await put('4.3', fileSource({ 'tasks.max': null }))).toBe(
      '400 Invalid value null for configuration tasks.max: Value must be non-null ' +
        'Null value can not be supplied as the configuration value.',
    );
  });
});

describe('a version that no plugin has (4.1+)', () => {
  it('is refused on the class and on the version; the second time by a bug of Kafka', async () => {
    const sandbox = await openSandbox();
    const config = fileSource({ 'connector.plugin.version': '9.9.9' });
    const refused =
      'Plugin org.apache.kafka.connect.file.FileStreamSourceConnector not found that matches the version range ' +
      '[9.9.9,9.9.9], available versions: [4.3.0]';
    const first = await sandbox.call('PUT', '/connectors/k/config', config);
    expect(first.status).toBe(400);
    expect(String(first.message).split('\n').slice(1, 3)).toEqual([refused, refused]);
    const second = await sandbox.call('PUT', '/connectors/k/config', config);
    expect(second.status).toBe(500);
    expect(second.message).toMatch(/^Cannot invoke "java\.util\.List\.stream\(\)"/);
    expect(await put('3.9', config)).toBe('201');
  });

  it.each(['4.3.0', '4.3', '[4,5)', '[1,2),[4,)', 'latest', ' 4.3.0 '])(
    'does not concern %s',
    async (version) => {
      expect(await put('4.3', fileSource({ 'connector.plugin.version': version }))).toBe('201');
    },
  );

  it.each([
    ['[4', 'Unbounded range: [4'],
    ['[5,4]', 'Range defies version ordering: [5,4]'],
  ])('is not the same as one that cannot be read: %s', async (version, message) => {
    expect(await put('4.3', fileSource({ 'connector.plugin.version': version }))).toBe(`400 ${message}`);
  });

  it('is refused for converters and transformations', async () => {
    const json = 'org.apache.kafka.connect.json.JsonConverter';
    const converter = fileSource({ 'value.converter': json, 'value.converter.plugin.version': '1.0' });
    expect(await put('4.3', converter)).toMatch(/^400 Plugin .*JsonConverter not found that matches/);
    const filter = transformed('Filter', { 'plugin.version': '1.0' });
    expect(await put('4.3', filter)).toMatch(/^400 Plugin .*Filter not found that matches/);
  });

  it('is refused by ?version= of the keys of a plugin', async () => {
    const sandbox = await openSandbox();
    const path = '/connector-plugins/FileStreamSource/config?version=';
    expect((await sandbox.call('GET', `${path}3.9.1`)).status).toBe(400);
    expect((await sandbox.call('GET', `${path}4.3.0`)).status).toBe(200);
  });
});

describe('a class that no plugin has', () => {
  it('has the exception in front from the second answer on, from 4.1 on', async () => {
    const prefix = 'org.apache.kafka.connect.errors.ConnectException: ';
    for (const [connectVersion, second] of [
      ['3.9', 'Failed'],
      ['4.3', `${prefix}Failed`],
    ] as const) {
      const sandbox = await openSandbox({ connectVersion });
      const nope = { 'connector.class': 'com.example.Nope' };
      expect((await sandbox.call('PUT', '/connectors/k/config', nope)).message).toMatch(/^Failed/);
      const again = await sandbox.call('PUT', '/connectors/k/config', nope);
      expect(String(again.message).startsWith(second)).toBe(true);
    }
  });
});

describe('a configuration that validates and cannot be built', () => {
  it.each([
    [{ 'topic.creation.default.replication.factor': '1' }, 'topic.creation.default.partitions'],
    [{ 'topic.creation.groups': 'g' }, 'topic.creation.default.replication.factor'],
  ])('fails the connector: %j', async (more, key) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource(more));
    const { json } = await sandbox.call('GET', '/connectors/k/status');
    expect(json).toMatchObject({ connector: { state: 'FAILED', version: null }, tasks: [] });
    expect(JSON.stringify(json)).toContain(
      `Missing required configuration \\"${key}\\"`.replaceAll('\\\\', '\\'),
    );
  });

  it.each([
    [transformed('Filter', { predicate: 'p' }), 'Unknown configuration'],
    [transformed('InsertField$Value', { 'static.field': 'x' }), 'No value specified for static field'],
    [fileSource({ 'producer.override.acks': 'nope' }), 'Invalid value nope for configuration acks'],
  ])('fails its task: %j', async (config, message) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', config);
    expect(await sandbox.states('k')).toBe('RUNNING [FAILED]');
    expect((await sandbox.call('GET', '/connectors/k/status')).text).toContain(message);
  });
});

describe('offsets that the file source refuses', () => {
  const file = { filename: '/data/in.txt' };
  it.each([
    [{ partition: file, offset: {} }, /contain the key 'position'/],
    [{ partition: file, offset: { position: null } }, /expected to be a Long value/],
    [{ partition: file, offset: { position: 'x' } }, /expected to be a Long value/],
    [{ partition: file, offset: { position: -1 } }, /non-negative value/],
    [{ partition: file, offset: { position: 1.5 } }, /expected to be a Long value/],
    [{ partition: file, offset: { position: {} } }, /contains class java\.util\.LinkedHashMap/],
    [{ partition: file, offset: 5 }, /Cannot deserialize value/],
    [{ partition: null, offset: { position: 1 } }, /Partition objects cannot be null/],
    [{ partition: { x: 1 }, offset: { position: 1 } }, /contain the key 'filename'/],
    [null, /because "offset" is null/],
  ])('%j', async (entry, message) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    await sandbox.call('PUT', '/connectors/k/stop');
    const reply = await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [entry] });
    expect(reply.status).toBe(500);
    expect(reply.message).toMatch(message);
    expect((await sandbox.call('GET', '/connectors/k/offsets')).json).toEqual({ offsets: [] });
  });

  it('resets a partition that is not named at all', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    await sandbox.call('PUT', '/connectors/k/stop');
    expect((await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [{}] })).status).toBe(200);
  });

  it.each([
    [{ kafka_topic: 'lines', kafka_partition: -1 }, { kafka_offset: 0 }, 500, 'Failed to alter'],
    [{ kafka_topic: 'no-such', kafka_partition: 0 }, { kafka_offset: 0 }, 500, 'Failed to alter'],
    [{ kafka_topic: 'lines', kafka_partition: 0 }, { kafka_offset: -1 }, 500, 'Failed to modify'],
    [{ kafka_topic: null, kafka_partition: 0 }, { kafka_offset: 0 }, 400, 'Kafka topic names'],
    [{ kafka_topic: 'lines', kafka_partition: null }, { kafka_offset: 0 }, 400, 'Kafka partitions'],
  ])('of a sink: %j, %j', async (partition, offset, status, message) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink());
    await sandbox.call('PUT', '/connectors/k/stop');
    const reply = await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [{ partition, offset }] });
    expect(reply.status).toBe(status);
    expect(reply.message).toContain(message);
  });
});

describe('requests that a worker refuses', () => {
  it('a task restart of a connector that was stopped and then paused, with 409', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    await sandbox.call('PUT', '/connectors/k/stop');
    await sandbox.call('PUT', '/connectors/k/pause');
    expect((await sandbox.call('POST', '/connectors/k/tasks/0/restart')).status).toBe(409);
  });

  it.each([
    ['GET', '/connectors', 'text/plain', 415],
    ['GET', '/connectors', 'application/*', 200],
    ['GET', '/', 'text/plain', 200],
    ['GET', '/connectors', 'json', 400],
    ['DELETE', '/connectors/k', 'text/plain', 415],
    ['DELETE', '/connectors/k', '*/*', 404],
  ])('%s %s with Content-Type: %s gives %i', async (method, target, type, status) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.send(method, target, { headers: { 'content-type': type } });
    expect(reply.status).toBe(status);
  });

  it('two JSON values in one body, and bytes that are not UTF-8', async () => {
    const sandbox = await openSandbox();
    const body = '{"connector.class":"FileStreamSource","topic":"t"}{"a":"b"}';
    expect(await sandbox.call('PUT', '/connectors/k/config', body)).toMatchObject({
      status: 500,
      message: expect.stringMatching(/^Trailing token \(of type START_OBJECT\)/),
    });
    const old = await openSandbox({ connectVersion: '3.4' });
    expect((await old.call('PUT', '/connectors/k/config', body)).status).toBe(201);
  });

  it('a header and a URL that are too long', async () => {
    const sandbox = await openSandbox();
    const long = 'x'.repeat(9_000);
    expect((await sandbox.send('GET', '/', { headers: { long } })).status).toBe(431);
    expect((await sandbox.send('GET', `/connectors/${long}`)).status).toBe(414);
  });

  it('a name with an empty variable, after the connector was created', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('POST', '/connectors', { name: 'a{}', config: fileSource() })).status).toBe(
      500,
    );
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['a{}']);
  });

  it('does not trim a no-break space, and does not encode a name twice in Location', async () => {
    const sandbox = await openSandbox();
    const space = await sandbox.call('POST', '/connectors', { name: 'a\u00a0', config: fileSource() });
    expect(space.json).toMatchObject({ name: 'a\u00a0' });
    const escaped = await sandbox.call('POST', '/connectors', { name: 'a%2Fb', config: fileSource() });
    expect(escaped.headers['location']).toMatch(/\/a%2Fb$/);
  });
});

describe('loggers', () => {
  it('know ROOT and ALL, and the scope in any case', async () => {
    const sandbox = await openSandbox();
    const set = (path: string, level: string) => sandbox.call('PUT', `/admin/loggers/${path}`, { level });
    expect((await sandbox.call('GET', '/admin/loggers/ROOT')).status).toBe(200);
    expect((await set('a.b', 'ALL')).json).toEqual(['a.b']);
    expect((await set('a.c?scope=CLUSTER', 'DEBUG')).status).toBe(204);
  });

  it('with blanks or nothing as the level differ between the logging backends', async () => {
    for (const [connectVersion, blank, empty] of [
      ['3.9', 404, 404],
      ['4.3', 200, 500],
    ] as const) {
      const sandbox = await openSandbox({ connectVersion });
      const set = (level: string) => sandbox.call('PUT', '/admin/loggers/a', { level });
      expect((await set(' WARN ')).status).toBe(blank);
      expect((await set('')).status).toBe(empty);
    }
  });
});
