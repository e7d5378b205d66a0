import { describe, expect, it } from 'vitest';
import { fileSink, fileSource, longEnough, openSandbox } from './open-sandbox.ts';

const missing = 'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null';

describe('GET /', () => {
  it.each([
    ['2.8', '2.8.2', '3146c6ff4a24cc24'],
    ['3.4', '3.4.1', '8a516edc2755df89'],
    ['3.9', '3.9.1', 'f745dfdcee2b9851'],
    ['4.3', '4.3.0', 'a9ce3221537b8653'],
    ['4.4', '4.4.0', '1156b2752aaa28ea'],
  ] as const)('on %s says who it is', async (connectVersion, version, commit) => {
    const sandbox = await openSandbox({ connectVersion, kafkaClusterId: 'hVB3FkRmTpC1' });
    const reply = await sandbox.call('GET', '/');
    expect(reply.json).toEqual({ version, commit, kafka_cluster_id: 'hVB3FkRmTpC1' });
  });
});

describe('GET /connectors', () => {
  it('gives names, or with expand what was asked for', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.9' });
    await sandbox.create('k', fileSource());
    const info = {
      name: 'k',
      config: { ...fileSource(), name: 'k' },
      tasks: [{ connector: 'k', task: 0 }],
      type: 'source',
    };
    const instance = { state: 'RUNNING', worker_id: sandbox.url.replace('http://', '') };
    const status = { name: 'k', connector: instance, tasks: [{ id: 0, ...instance }], type: 'source' };
    expect((await sandbox.call('GET', '/connectors')).json).toEqual(['k']);
    expect((await sandbox.call('GET', '/connectors?expand=info')).json).toEqual({ k: { info } });
    expect((await sandbox.call('GET', '/connectors?expand=status')).json).toEqual({ k: { status } });
    expect((await sandbox.call('GET', '/connectors?expand=status&expand=info')).json).toEqual({
      k: { info, status },
    });
    expect((await sandbox.call('GET', '/connectors?Expand=info')).json).toEqual(['k']);
  });

  it.each(['expand=info,status', 'expand=', 'expand=INFO', 'expand=nope'])(
    'gives {} for ?%s',
    async (query) => {
      const sandbox = await openSandbox();
      await sandbox.create('k', fileSource());
      expect((await sandbox.call('GET', `/connectors?${query}`)).json).toEqual({ k: {} });
    },
  );
});

describe('POST /connectors', () => {
  it('trims the name, adds it to the configuration and says where the connector is', async () => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('POST', '/connectors', { name: ' k ', config: fileSource() });
    expect(reply).toMatchObject({ status: 201, headers: { location: `${sandbox.url}/connectors/k` } });
    expect(reply.json).toEqual({
      name: 'k',
      config: { ...fileSource(), name: 'k' },
      tasks: [],
      type: 'source',
    });
  });

  it('refuses a name that is taken', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    expect(await sandbox.call('POST', '/connectors', { name: 'k', config: fileSource() })).toMatchObject({
      status: 409,
      message: 'Connector k already exists',
    });
  });

  it('refuses another name in the configuration', async () => {
    const sandbox = await openSandbox();
    const body = { name: 'k', config: fileSource({ name: 'other' }) };
    expect(await sandbox.call('POST', '/connectors', body)).toMatchObject({
      status: 400,
      message: "Connector name configuration (other) doesn't match connector name in the URL (k)",
    });
  });

  it.each([
    [
      'no name',
      { config: fileSource() },
      400,
      'Invalid value  for configuration name: String may not be empty',
    ],
    ['no configuration', { name: 'k' }, 500, missing],
    ['another field', { name: 'k', config: fileSource(), foo: 1 }, 500, 'Unrecognized field "foo"'],
    ['an unknown state', { name: 'k', config: fileSource(), initial_state: 'x' }, 500, 'No enum constant'],
    ['a list', [], 500, 'START_ARRAY'],
    ['a control character', { name: 'a\u0001b', config: fileSource() }, 400, 'following ASCII chars: 1'],
  ])('refuses %s', async (_what, body, status, message) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('POST', '/connectors', body);
    expect(reply.status).toBe(status);
    expect(reply.message).toContain(message);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([]);
  });

  it.each(['2.8', '3.4'] as const)('knows no initial_state on %s', async (connectVersion) => {
    const sandbox = await openSandbox({ connectVersion });
    const body = { name: 'k', config: fileSource(), initial_state: 'PAUSED' };
    const reply = await sandbox.call('POST', '/connectors', body);
    expect(reply.status).toBe(500);
    expect(reply.message).toContain('Unrecognized field "initial_state"');
    expect(sandbox.worker.config('k')).toBeUndefined();
  });

  it('of nothing names the variable that is null', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('POST', '/connectors', 'null')).message).toContain('"createRequest" is null');
  });
});

describe('PUT /connectors/{n}/config', () => {
  it('creates with 201 and a Location, replaces with 200 and none', async () => {
    const sandbox = await openSandbox();
    const created = await sandbox.call('PUT', '/connectors/k/config', fileSource({ old: '1' }));
    expect(created).toMatchObject({ status: 201, headers: { location: `${sandbox.url}/connectors/k` } });
    const replaced = await sandbox.call('PUT', '/connectors/k/config', fileSource());
    expect(replaced.status).toBe(200);
    expect(replaced.headers['location']).toBeUndefined();
    expect((await sandbox.call('GET', '/connectors/k/config')).json).toEqual({ ...fileSource(), name: 'k' });
  });

  it('stores values as they were written: numbers and booleans as their text, spaces kept', async () => {
    const sandbox = await openSandbox();
    const numbers = '"a":1.50,"b":1e3,"c":12345678901234567890,"d":-0.0,"e":1E+2,"f":true';
    const texts = '"g":"","h":"  x ","i":"one","i":"two","j":"mysql-debezium-$1","k":"\\u00e9\\n"';
    const body = `{"connector.class":"FileStreamSource","topic":"t",${numbers},${texts}}`;
    await sandbox.call('PUT', '/connectors/k/config', body);
    expect((await sandbox.call('GET', '/connectors/k/config')).json).toEqual({
      'connector.class': 'FileStreamSource',
      topic: 't',
      a: '1.50',
      b: '1e3',
      c: '12345678901234567890',
      d: '-0.0',
      e: '1E+2',
      f: 'true',
      g: '',
      h: '  x ',
      i: 'two',
      j: 'mysql-debezium-$1',
      k: 'é\n',
      name: 'k',
    });
  });

  it('stores provider references as they are', async () => {
    const sandbox = await openSandbox();
    const reference = '${file:/etc/secrets:password}';
    await sandbox.create('k', fileSource({ reference }));
    expect((await sandbox.call('GET', '/connectors?expand=info')).json).toHaveProperty(
      'k.info.config.reference',
      reference,
    );
  });

  it('stores initial_state like any key, and ignores it', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource({ initial_state: 'PAUSED' }));
    expect(await sandbox.states('k')).toBe('RUNNING [RUNNING]');
  });

  it('does not trim the name in the URL', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('PUT', '/connectors/%20k/config', fileSource())).status).toBe(201);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([' k']);
  });

  it.each(['3.4', '3.9', '4.3', '4.4'] as const)('refuses null values on %s', async (connectVersion) => {
    const sandbox = await openSandbox({ connectVersion });
    const reply = await sandbox.call('PUT', '/connectors/k/config', fileSource({ a: null }));
    expect(reply.status).toBe(400);
    expect(reply.message).toContain('Null value can not be supplied as the configuration value.');
  });

  it('stores null values on 2.8, and the connector is FAILED', async () => {
    const sandbox = await openSandbox({ connectVersion: '2.8' });
    await sandbox.create('k', fileSource({ a: null }));
    expect((await sandbox.call('GET', '/connectors/k/config')).json).toHaveProperty('a', null);
    const status = await sandbox.call('GET', '/connectors/k/status');
    expect(status.json).toMatchObject({ connector: { state: 'FAILED' }, tasks: [] });
    expect(status.text).toContain('Non-string value found in original settings for key a: null');
  });

  it.each([
    ['an empty body', '', missing],
    ['null', 'null', missing],
    ['a list', '[]', 'START_ARRAY'],
    ['a text', '"x"', "String value ('x')"],
    ['a number', '1', 'VALUE_NUMBER_INT'],
    ['a nested map', '{"a":{}}', 'java.lang.String` from Object value'],
    ['a nested list', '{"a":[1]}', 'java.lang.String` from Array value'],
    ['half a JSON', '{"a":', 'Unexpected end-of-input'],
    ['a word', 'hello', "Unrecognized token 'hello'"],
    ['a missing value', '{"a":}', "Unexpected character ('}' (code 125))"],
    ['text behind the JSON', '{} x', "Unrecognized token 'x'"],
  ])('answers 500 to %s', async (_what, body, message) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('PUT', '/connectors/k/config', body);
    expect(reply.status).toBe(500);
    expect(reply.message).toContain(message);
  });

  it.each(['2.8', '3.4'] as const)('ignores text behind the JSON on %s', async (connectVersion) => {
    const sandbox = await openSandbox({ connectVersion });
    const body = `${JSON.stringify(fileSource())} x`;
    expect((await sandbox.call('PUT', '/connectors/k/config', body)).status).toBe(201);
  });

  it('refuses what the config topic cannot hold', async () => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call(
      'PUT',
      '/connectors/k/config',
      fileSource({ big: 'x'.repeat(2_000_000) }),
    );
    expect(reply).toMatchObject({ status: 500, message: 'Error writing connector configuration to Kafka' });
  });

  it('says 201 to it on 2.8, and stores nothing', async () => {
    const sandbox = await openSandbox({ connectVersion: '2.8' });
    const reply = await sandbox.call(
      'PUT',
      '/connectors/k/config',
      fileSource({ big: 'x'.repeat(2_000_000) }),
    );
    expect(reply.status).toBe(201);
    expect((await sandbox.call('GET', '/connectors')).json).toEqual([]);
  });
});

describe('PATCH /connectors/{n}/config', () => {
  it('merges, null removing a key, and writes even when nothing changes', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource({ a: '1', b: '2' }));
    const reply = await sandbox.call('PATCH', '/connectors/k/config', { a: null, c: 3 });
    expect(reply.status).toBe(200);
    expect(sandbox.worker.config('k')).toEqual({ ...fileSource(), b: '2', c: '3', name: 'k' });
    sandbox.worker.clearCounts();
    await sandbox.call('PATCH', '/connectors/k/config', {});
    expect(sandbox.worker.counts('k').configWrites).toBe(1);
  });

  it('of an unknown connector is a 404; before 3.8 it is no method at all', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('PATCH', '/connectors/k/config', {})).message).toBe('Connector k not found');
    const old = await openSandbox({ connectVersion: '3.4' });
    expect((await old.call('PATCH', '/connectors/k/config', {})).status).toBe(405);
  });
});

describe('the tasks of a connector', () => {
  it('have the whole configuration and their class', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink({ 'tasks.max': '2' }));
    const { json } = await sandbox.call('GET', '/connectors/k/tasks');
    const config = {
      ...fileSink({ 'tasks.max': '2' }),
      name: 'k',
      'task.class': 'org.apache.kafka.connect.file.FileStreamSinkTask',
    };
    expect(json).toEqual([
      { id: { connector: 'k', task: 0 }, config },
      { id: { connector: 'k', task: 1 }, config },
    ]);
  });

  it('of 2.8 have what the plugin gave them', async () => {
    const sandbox = await openSandbox({ connectVersion: '2.8' });
    await sandbox.create('k', fileSource({ other: 'x' }));
    expect((await sandbox.call('GET', '/connectors/k/tasks-config')).json).toEqual({
      'k-0': {
        'batch.size': '2000',
        file: '/data/in.txt',
        topic: 'lines',
        'task.class': 'org.apache.kafka.connect.file.FileStreamSourceTask',
      },
    });
  });

  it('that are not there have no status', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    expect(await sandbox.call('GET', '/connectors/k/tasks/5/status')).toMatchObject({
      status: 404,
      message: 'No status found for task k-5',
    });
  });
});

describe('topics', () => {
  it('are none before records pass through the connector, and are reset', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink({ topics: 'a, b' }));
    expect((await sandbox.call('GET', '/connectors/k/topics')).json).toEqual({ k: { topics: [] } });
    sandbox.worker.passRecords('k');
    expect((await sandbox.call('GET', '/connectors/k/topics')).json).toEqual({ k: { topics: ['a', 'b'] } });
    expect((await sandbox.call('PUT', '/connectors/k/topics/reset')).status).toBe(202);
    expect((await sandbox.call('GET', '/connectors/k/topics')).json).toEqual({ k: { topics: [] } });
  });

  it('of an unknown connector are none', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('GET', '/connectors/x/topics')).json).toEqual({ x: { topics: [] } });
  });
});

describe('offsets', () => {
  const partition = { filename: '/data/in.txt' };
  const entry = { partition, offset: { position: 7 } };

  it('are changed while the connector is stopped only', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    const running = await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [entry] });
    expect(running.status).toBe(400);
    expect(running.message).toContain(
      'Connectors must be in the STOPPED state before their offsets can be modified',
    );
    expect((await sandbox.call('DELETE', '/connectors/k/offsets')).status).toBe(400);
    await sandbox.call('PUT', '/connectors/k/stop');
    const altered = await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [entry] });
    expect(altered).toMatchObject({
      status: 200,
      message: 'The offsets for this connector have been altered successfully',
    });
    expect((await sandbox.call('GET', '/connectors/k/offsets')).json).toEqual({ offsets: [entry] });
    await sandbox.call('PATCH', '/connectors/k/offsets', { offsets: [{ partition }] });
    expect((await sandbox.call('GET', '/connectors/k/offsets')).json).toEqual({ offsets: [] });
  });

  it('outlive their connector', async () => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSource());
    sandbox.worker.setOffsets('k', [entry]);
    await sandbox.call('DELETE', '/connectors/k');
    expect((await sandbox.call('GET', '/connectors/k/offsets')).status).toBe(404);
    await sandbox.create('k', fileSource());
    expect((await sandbox.call('GET', '/connectors/k/offsets')).json).toEqual({ offsets: [entry] });
  });

  it('are all reset by DELETE, with a warning where the plugin may keep its own', async () => {
    const sandbox = await openSandbox({ anyClass: true });
    await sandbox.create('k', { 'connector.class': 'com.example.AnySource' });
    sandbox.worker.setOffsets('k', [entry]);
    await sandbox.call('PUT', '/connectors/k/stop');
    await sandbox.clock.advance(longEnough);
    const reply = await sandbox.call('DELETE', '/connectors/k/offsets');
    expect(reply.message).toContain('if this connector manages offsets externally');
    expect((await sandbox.call('GET', '/connectors/k/offsets')).json).toEqual({ offsets: [] });
  });

  it.each([
    [{ offsets: [] }, 400, 'Partitions / offsets need to be provided for an alter offsets request'],
    [
      { offsets: [{ offset: {} }] },
      400,
      'The partition for a sink connector offset cannot be null or missing',
    ],
    [
      { offsets: [{ partition: { x: 1 } }] },
      400,
      "must contain the keys 'kafka_topic' and 'kafka_partition'",
    ],
    [
      { offsets: [{ partition: { kafka_topic: 't', kafka_partition: 'z' } }] },
      400,
      "Failed to parse the following Kafka partition value in the provided offsets: 'z'",
    ],
    [{ other: [] }, 500, 'Unrecognized field "other"'],
  ])('of a sink are checked: %j', async (body, status, message) => {
    const sandbox = await openSandbox();
    await sandbox.create('k', fileSink());
    await sandbox.call('PUT', '/connectors/k/stop');
    const reply = await sandbox.call('PATCH', '/connectors/k/offsets', body);
    expect(reply.status).toBe(status);
    expect(reply.message).toContain(message);
  });
});

describe('health', () => {
  it('is known from 3.9 on', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.9' });
    expect((await sandbox.call('GET', '/health')).json).toMatchObject({ status: 'healthy' });
  });
});

describe('loggers', () => {
  it('are read and set', async () => {
    const sandbox = await openSandbox();
    const logger = '/admin/loggers/org.example';
    expect((await sandbox.call('GET', logger)).message).toBe('Logger org.example not found.');
    expect((await sandbox.call('PUT', logger, { level: 'debug' })).json).toEqual(['org.example']);
    expect((await sandbox.call('GET', logger)).json).toEqual({
      level: 'DEBUG',
      last_modified: sandbox.clock.now(),
    });
    expect((await sandbox.call('PUT', logger, { level: 'loud' })).message).toBe("invalid log level 'loud'.");
    expect((await sandbox.call('PUT', logger, {})).status).toBe(400);
    expect((await sandbox.call('PUT', `${logger}?scope=cluster`, { level: 'INFO' })).status).toBe(204);
    expect((await sandbox.call('GET', '/admin/loggers')).json).toHaveProperty(
      ['org.example', 'level'],
      'INFO',
    );
  });

  it('have neither a time nor a scope before 3.7', async () => {
    const sandbox = await openSandbox({ connectVersion: '3.4' });
    const reply = await sandbox.call('PUT', '/admin/loggers/x?scope=cluster', { level: 'INFO' });
    expect(reply).toMatchObject({ status: 200, json: ['x'] });
    expect((await sandbox.call('GET', '/admin/loggers/x')).json).toEqual({ level: 'INFO' });
  });
});
