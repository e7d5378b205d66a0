import { describe, expect, it } from 'vitest';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';

/** The connectors of the Connect REST tutorial, verbatim. */
const tutorial = {
  'source-debezium-orders-00': {
    'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
    'value.converter': 'io.confluent.connect.avro.AvroConverter',
    'value.converter.schema.registry.url': 'https://registry.example',
    'value.converter.basic.auth.credentials.source': 'USER_INFO',
    'value.converter.basic.auth.user.info': 'key:secret',
    'database.hostname': 'mysql',
    'database.port': '3306',
    'database.user': 'debezium',
    'database.password': 'dbz',
    'database.server.id': '42',
    'database.server.name': 'asgard',
    'table.whitelist': 'demo.orders',
    'database.history.kafka.bootstrap.servers': 'broker:9092',
    'database.history.kafka.topic': 'dbhistory.demo',
    'database.history.consumer.sasl.jaas.config': 'PlainLoginModule required username="k" password="s";',
    'decimal.handling.mode': 'double',
    'include.schema.changes': 'true',
    transforms: 'unwrap,addTopicPrefix',
    'transforms.unwrap.type': 'io.debezium.transforms.ExtractNewRecordState',
    'transforms.addTopicPrefix.type': 'org.apache.kafka.connect.transforms.RegexRouter',
    'transforms.addTopicPrefix.regex': '(.*)',
    'transforms.addTopicPrefix.replacement': 'mysql-debezium-$1',
  },
  'sink-elastic-orders-00': {
    'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
    'connection.url': 'http://elasticsearch:9200',
    'type.name': 'type.name=kafkaconnect',
    topics: 'mysql-debezium-asgard.demo.ORDERS',
    'key.ignore': 'true',
    'schema.ignore': 'true',
  },
  'sink-neo4j-orders-00': {
    'connector.class': 'streams.kafka.connect.sink.Neo4jSinkConnector',
    topics: 'mysql-debezium-asgard.demo.ORDERS',
    'neo4j.server.uri': 'bolt://neo4j:7687',
    'neo4j.authentication.basic.username': 'neo4j',
    'neo4j.authentication.basic.password': 'connect',
    'neo4j.topic.cypher.mysql-debezium-asgard.demo.ORDERS': 'MERGE (city:city{city: event.delivery_city})',
  },
} as const;

describe('the plugins', () => {
  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'on %s are those of the tutorial and the file connectors',
    async (connectVersion) => {
      const sandbox = await openSandbox({ connectVersion });
      const plugins = (await sandbox.call('GET', '/connector-plugins')).json as {
        class: string;
        type: string;
      }[];
      expect(plugins.map((plugin) => `${plugin.type} ${plugin.class}`)).toEqual([
        'sink io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
        'sink org.apache.kafka.connect.file.FileStreamSinkConnector',
        'sink streams.kafka.connect.sink.Neo4jSinkConnector',
        'source io.debezium.connector.mysql.MySqlConnector',
        'source org.apache.kafka.connect.file.FileStreamSourceConnector',
      ]);
    },
  );

  it.each([
    ['2.8', 'false', false],
    ['3.4', 'false', true],
    ['4.3', 'FALSE', true],
    ['4.3', 'no', true],
    ['4.3', '1', true],
    ['4.3', 'TRUE', false],
  ] as const)('on %s with connectorsOnly=%s list the rest: %s', async (connectVersion, value, isAll) => {
    const sandbox = await openSandbox({ connectVersion });
    const { text } = await sandbox.call('GET', `/connector-plugins?connectorsOnly=${value}`);
    for (const kind of ['converter', 'header_converter', 'transformation', 'predicate']) {
      expect(text.includes(`"type":"${kind}"`)).toBe(isAll);
    }
  });

  it('list their keys: their own first, then those of the framework', async () => {
    const sandbox = await openSandbox();
    const keys = await keysOf(sandbox, 'FileStreamSink');
    expect(keys.slice(0, 3).map((key) => key.name)).toEqual(['file', 'name', 'connector.class']);
    expect((await sandbox.call('GET', '/connector-plugins/com.example.Nope/config')).message).toBe(
      'Unknown plugin com.example.Nope.',
    );
  });

  it.each([
    ['org.apache.kafka.connect.json.JsonConverter', 'schemas.enable'],
    ['RegexRouter', 'replacement'],
    ['org.apache.kafka.connect.transforms.InsertField$Value', 'topic.field'],
    ['TopicNameMatches', 'pattern'],
  ])('that are not connectors have only their own keys: %s', async (plugin, key) => {
    const sandbox = await openSandbox();
    const names = (await keysOf(sandbox, plugin)).map(({ name }) => name);
    expect(names).toContain(key);
    expect(names).not.toContain('connector.class');
  });

  it.each([
    ['io.debezium.connector.mysql.MySqlConnector', ['database.password', 'database.ssl.keystore.password']],
    [
      'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
      ['connection.password', 'proxy.password', 'elastic.https.ssl.keystore.password'],
    ],
    [
      'streams.kafka.connect.sink.Neo4jSinkConnector',
      ['neo4j.authentication.basic.password', 'neo4j.authentication.kerberos.ticket'],
    ],
  ])('know which keys are passwords: %s', async (plugin, passwords) => {
    const sandbox = await openSandbox();
    const keys = await keysOf(sandbox, plugin);
    const found = keys.filter((key) => key.type === 'PASSWORD').map((key) => key.name);
    expect(found).toEqual(expect.arrayContaining(passwords));
    expect(new Set(keys.map((key) => key.name)).size).toBe(keys.length);
  });
});

describe('the connectors of the tutorial', () => {
  it.each(Object.entries(tutorial))('%s validates without an error and runs', async (name, config) => {
    for (const connectVersion of ['2.8', '3.4', '3.9', '4.3', '4.4'] as const) {
      const sandbox = await openSandbox({ connectVersion });
      const path = `/connector-plugins/${config['connector.class']}/config/validate`;
      expect((await sandbox.call('PUT', path, { name, ...config })).json).toMatchObject({ error_count: 0 });
      await sandbox.create(name, config);
      expect(await sandbox.states(name)).toBe('RUNNING [RUNNING]');
      expect(sandbox.worker.config(name)).toEqual({ ...config, name });
    }
  });
});

describe('what the plugins reject', () => {
  const { 'source-debezium-orders-00': debezium, 'sink-elastic-orders-00': elastic } = tutorial;

  it.each([
    ['database.hostname', "The 'database.hostname' value is invalid: A value is required"],
    ['database.user', "The 'database.user' value is invalid: A value is required"],
    ['database.server.name', "The 'topic.prefix' value is invalid: A value is required"],
  ])('Debezium without %s', async (key, message) => {
    const { [key as 'database.user']: _left, ...rest } = debezium;
    await expectRefusal(rest, message);
  });

  it.each([
    ['database.port', 'abc', 'An integer is expected'],
    ['database.server.id', 'x', 'A long value is expected'],
    ['include.schema.changes', 'yes', "Either 'true' or 'false' is expected"],
    ['snapshot.mode', 'sometimes', 'Value must be one of always, configuration_based,'],
  ])('Debezium with %s=%s', async (key, value, message) => {
    await expectRefusal({ ...debezium, [key]: value }, `The '${key}' value is invalid: ${message}`);
  });

  it('accepts the keys of Debezium 2 as well', async () => {
    const sandbox = await openSandbox();
    const { 'database.server.name': _name, 'database.history.kafka.topic': _topic, ...rest } = debezium;
    const config = { ...rest, 'topic.prefix': 'asgard', 'schema.history.internal.kafka.topic': 'h' };
    expect((await sandbox.call('PUT', '/connectors/k/config', config)).status).toBe(201);
  });

  it.each([
    [{ 'connection.url': 'not a url' }, "The provided url 'not a url' is not a valid url."],
    [{ 'batch.size': '0' }, 'Invalid value 0 for configuration batch.size: Value must be at least 1'],
    [{ 'batch.size': '1000001' }, 'Value must be no more than 1000000'],
    [{ 'behavior.on.null.values': 'explode' }, 'Value must be one of: [ignore, delete, fail]'],
    [{ 'connection.username': 'only' }, "Both 'connection.username' and 'connection.password' must be set."],
  ])('Elasticsearch with %j', async (more, message) => {
    await expectRefusal({ ...elastic, ...more }, message);
  });

  it('Elasticsearch without a URL, Neo4j with an unknown kind of authentication', async () => {
    const { 'connection.url': _url, ...rest } = elastic;
    await expectRefusal(rest, 'Missing required configuration "connection.url" which has no default value.');
    const neo4j = { ...tutorial['sink-neo4j-orders-00'], 'neo4j.authentication.type': 'OATH' };
    await expectRefusal(neo4j, 'Valid values are NONE, BASIC, KERBEROS.');
  });
});

async function expectRefusal(config: Readonly<Record<string, string>>, message: string): Promise<void> {
  const sandbox = await openSandbox();
  const reply = await sandbox.call('PUT', '/connectors/k/config', config);
  expect(reply.status).toBe(400);
  expect(reply.message).toContain(message);
}

async function keysOf(sandbox: OpenSandbox, plugin: string) {
  const reply = await sandbox.call('GET', `/connector-plugins/${plugin}/config`);
  return reply.json as { name: string; type: string }[];
}
