import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/profile.ts';
import { fileSink, fileSource, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const everyVersion: readonly ConnectVersion[] = ['2.8', '3.4', '3.9', '4.3', '4.4'];
const regexRouter = 'org.apache.kafka.connect.transforms.RegexRouter';

describe('a validation', () => {
  it.each(everyVersion)(
    'on %s lists all keys: those of the framework first, then those of the plugin',
    async (connectVersion) => {
      const sandbox = await openSandbox({ connectVersion });
      const { verdict, names } = await validate(sandbox, { name: 'k', ...fileSource() });
      expect(verdict).toMatchObject({ name: 'FileStreamSource', error_count: 0 });
      expect(names.slice(0, 2)).toEqual(['name', 'connector.class']);
      expect(names.slice(-3)).toEqual(['file', 'topic', 'batch.size']);
      expect(names.includes('tasks.max.enforce')).toBe(['3.9', '4.3', '4.4'].includes(connectVersion));
      expect(names.includes('exactly.once.support')).toBe(connectVersion !== '2.8');
      expect(names.includes('connector.plugin.version')).toBe(['4.3', '4.4'].includes(connectVersion));
    },
  );

  it.each([
    ['3.9', 'order'],
    ['4.3', 'order_in_group'],
  ] as const)('on %s says "%s" in a definition', async (connectVersion, word) => {
    const sandbox = await openSandbox({ connectVersion });
    const { definition } = await validate(sandbox, { name: 'k', ...fileSource() });
    const { documentation, ...rest } = { ...definition('tasks.max') };
    expect(documentation).toMatch(/\w/);
    expect(rest).toEqual({
      name: 'tasks.max',
      type: 'INT',
      required: false,
      default_value: '1',
      importance: 'HIGH',
      group: 'Common',
      [word]: ['4.3', '4.4'].includes(connectVersion) ? 4 : 3,
      width: 'SHORT',
      display_name: 'Tasks max',
      dependents: [],
    });
  });

  it('requires a name, and leaves out unknown keys', async () => {
    const sandbox = await openSandbox();
    const { verdict, names, errors } = await validate(sandbox, fileSource({ 'task.max': '3' }));
    expect(verdict).toMatchObject({ error_count: 1 });
    expect(errors('name')).toEqual(['Missing required configuration "name" which has no default value.']);
    expect(names).not.toContain('task.max');
  });

  it.each([
    ['tasks.max', 'abc', ['Not a number of type INT', 'null: Value must be non-null']],
    ['tasks.max', '0', ['Value must be at least 1']],
    ['tasks.max', '99999999999', ['Not a number of type INT', 'null: Value must be non-null']],
    ['tasks.max', ' +3 ', []],
    ['batch.size', '1.5', ['Not a number of type INT']],
    ['errors.retry.timeout', 'x', ['Not a number of type LONG']],
    ['errors.retry.timeout', '9223372036854775808', ['Not a number of type LONG']],
    ['errors.retry.delay.max.ms', '-5', []],
    ['errors.log.enable', 'maybe', ['Expected value to be either true or false']],
    ['errors.log.enable', ' TRUE ', []],
    ['errors.tolerance', 'some', ['String must be one of: none, all']],
    ['exactly.once.support', 'bad', ['String must be one of (case insensitive): REQUIRED, REQUESTED']],
    ['offsets.storage.topic', '', ['String must be non-empty']],
    ['topic', '', ['String must be non-empty']],
    ['key.converter', 'com.example.Nope', ['Class com.example.Nope could not be found.']],
  ])('of %s=%j finds %j', async (key, value, problems) => {
    const sandbox = await openSandbox();
    const { errors } = await validate(sandbox, { name: 'k', ...fileSource({ [key]: value }) });
    const expected = problems.map((problem) => {
      const [shown, text] = problem.startsWith('null: ') ? ['null', problem.slice(6)] : [value, problem];
      return `Invalid value ${shown} for configuration ${key}: ${text}`;
    });
    expect(errors(key)).toEqual(expected);
  });

  it('lists the same messages in the 400 of a PUT', async () => {
    const sandbox = await openSandbox();
    const config = fileSource({ 'tasks.max': 'abc', 'errors.log.enable': 'maybe' });
    const reply = await sandbox.call('PUT', '/connectors/k/config', config);
    expect(reply.status).toBe(400);
    expect(reply.message).toBe(
      [
        'Connector configuration is invalid and contains the following 3 error(s):',
        'Invalid value abc for configuration tasks.max: Not a number of type INT',
        'Invalid value null for configuration tasks.max: Value must be non-null',
        'Invalid value maybe for configuration errors.log.enable: Expected value to be either true or false',
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
      ].join('\n'),
    );
  });

  it('shows the parsed value, passwords hidden', async () => {
    const sandbox = await openSandbox();
    const { value } = await validate(sandbox, {
      name: 'k',
      ...fileSink({
        'connector.class': 'Neo4jSink',
        topics: 'a , b',
        'neo4j.authentication.basic.password': 's3cret',
      }),
    });
    expect(value('topics')).toBe('a,b');
    expect(value('tasks.max')).toBe('1');
    expect(value('neo4j.authentication.basic.password')).toBe('[hidden]');
  });

  it.each([
    ['an empty body', '', 'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null'],
    [
      'no class',
      '{"name":"k"}',
      'org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector config {name=k} contains no connector type',
    ],
  ])('of %s is a 500', async (_what, body, message) => {
    const sandbox = await openSandbox();
    const reply = await sandbox.call('PUT', '/connector-plugins/FileStreamSource/config/validate', body);
    expect(reply).toMatchObject({ status: 500, message });
  });
});

describe('the class in the path', () => {
  const full = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

  it.each([
    ['FileStreamSource', full, 200],
    ['FileStreamSourceConnector', full, 200],
    [full, full, 200],
    ['FileStreamSource', 'FileStreamSourceConnector', 200],
    [full, 'FileStreamSource', 400],
    ['FileStreamSink', full, 400],
  ])('%s takes a body of %s: %i', async (path, className, status) => {
    const sandbox = await openSandbox();
    const body = { name: 'k', topic: 't', 'connector.class': className };
    const reply = await sandbox.call('PUT', `/connector-plugins/${path}/config/validate`, body);
    expect(reply.status).toBe(status);
    if (status === 400) {
      expect(reply.message).toBe(`Included connector type ${className} does not match request type ${path}`);
    }
  });
});

describe('a class that is not installed', () => {
  const nope = { name: 'k', 'connector.class': 'com.example.Nope' };
  const sentence =
    'Failed to find any class that implements Connector and which name matches com.example.Nope, available connectors are: PluginDesc{klass=class ';

  it.each([
    ['2.8', 500],
    ['3.9', 500],
    ['4.3', 400],
  ] as const)(
    'is refused on %s with %i by PUT, and with 500 by a validation',
    async (connectVersion, status) => {
      const sandbox = await openSandbox({ connectVersion });
      const put = await sandbox.call('PUT', '/connectors/k/config', nope);
      expect(put.status).toBe(status);
      expect(put.message).toContain(sentence);
      const checked = await sandbox.call('PUT', '/connector-plugins/com.example.Nope/config/validate', nope);
      expect(checked.status).toBe(500);
      expect(checked.message).toMatch(/^(org\.apache\.kafka\.connect\.\S+: )+Failed to find any class/);
    },
  );

  it.each([
    ['com.example.SomeSource', {}, 'source'],
    ['com.example.SomeSinkConnector', { topics: 't' }, 'sink'],
    ['com.example.Some', { topics: 't' }, 'sink'],
    ['com.example.Some', {}, 'source'],
  ])('is accepted where any class is: %s %j is a %s of tasks.max tasks', async (className, more, type) => {
    const sandbox = await openSandbox({ anyClass: true });
    const converter = 'com.example.Converter';
    const transform = { transforms: 'a', 'transforms.a.type': 'com.example.Transform' };
    await sandbox.create('k', {
      'connector.class': className,
      'tasks.max': '2',
      'key.converter': converter,
      ...transform,
      ...more,
    });
    expect((await sandbox.call('GET', '/connectors/k')).json).toMatchObject({ type, tasks: [{}, {}] });
  });

  it('still has the errors of the framework', async () => {
    const sandbox = await openSandbox({ anyClass: true });
    const reply = await sandbox.call('PUT', '/connectors/k/config', { ...nope, 'tasks.max': 'many' });
    expect(reply.status).toBe(400);
  });
});

describe('a sink', () => {
  const none = 'Must configure one of topics or topics.regex';
  const both = 'topics and topics.regex are mutually exclusive options, but both are set.';

  it.each([
    [{ topics: '' }, none],
    [{ 'topics.regex': 'a.*' }, both],
  ])('needs exactly one of topics and topics.regex: %j', async (more, message) => {
    for (const connectVersion of everyVersion) {
      const sandbox = await openSandbox({ connectVersion });
      const put = await sandbox.call('PUT', '/connectors/k/config', fileSink(more));
      const checked = await sandbox.call('PUT', validation('FileStreamSink'), {
        name: 'k',
        ...fileSink(more),
      });
      if (connectVersion === '2.8' || connectVersion === '3.4') {
        expect(put).toMatchObject({ status: 500, message });
        expect(checked.message).toBe(`org.apache.kafka.common.config.ConfigException: ${message}`);
      } else {
        expect(put.status).toBe(400);
        expect(put.message).toContain(`contains the following 2 error(s):\n${message}\n${message}\n`);
        expect(checked.json).toMatchObject({ error_count: 2 });
      }
    }
  });

  it('may not read its own dead letter queue', async () => {
    const sandbox = await openSandbox();
    const config = fileSink({ topics: 'a,b', 'errors.deadletterqueue.topic.name': 'b' });
    const reply = await sandbox.call('PUT', '/connectors/k/config', config);
    expect(reply.message).toContain(
      "The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector",
    );
  });

  it('needs a valid regular expression', async () => {
    const sandbox = await openSandbox();
    const bad = { 'connector.class': 'FileStreamSink', 'topics.regex': '[a' };
    const good = { 'connector.class': 'FileStreamSink', 'topics.regex': '(?i)orders-[^.]++' };
    expect((await sandbox.call('PUT', '/connectors/k/config', bad)).message).toContain('Invalid regex');
    expect((await sandbox.call('PUT', '/connectors/k/config', good)).status).toBe(201);
  });
});

describe('transformations and predicates', () => {
  const router = {
    transforms: 'a',
    'transforms.a.type': regexRouter,
    'transforms.a.regex': '(.*)',
    'transforms.a.replacement': 'x-$1',
  };

  it('are reported under their full names', async () => {
    const sandbox = await openSandbox();
    const { names, definition, verdict } = await validate(sandbox, { name: 'k', ...fileSource(router) });
    expect(names.filter((name) => name.startsWith('transforms.'))).toEqual([
      'transforms.a.type',
      'transforms.a.plugin.version',
      'transforms.a.regex',
      'transforms.a.replacement',
      'transforms.a.negate',
      'transforms.a.predicate',
    ]);
    expect(definition('transforms.a.regex')).toMatchObject({
      type: 'STRING',
      required: true,
      group: 'Transforms: a',
    });
    expect(verdict).toMatchObject({ error_count: 0 });
  });

  it('report missing required keys', async () => {
    const sandbox = await openSandbox();
    const config = { name: 'k', ...fileSource({ transforms: 'a', 'transforms.a.type': 'RegexRouter' }) };
    const { errors } = await validate(sandbox, config);
    expect(errors('transforms.a.replacement')).toEqual([
      'Missing required configuration "transforms.a.replacement" which has no default value.',
    ]);
  });

  it.each([
    ['3.4', 2],
    ['3.9', 1],
  ] as const)('of an unknown class have %s: %i error(s)', async (connectVersion, count) => {
    const sandbox = await openSandbox({ connectVersion });
    const config = { name: 'k', ...fileSource({ transforms: 'a', 'transforms.a.type': 'com.example.Nope' }) };
    const { errors } = await validate(sandbox, config);
    expect(errors('transforms.a.type')).toHaveLength(count);
    expect(errors('transforms.a.type')[0]).toContain('Class com.example.Nope could not be found.');
  });

  it('may not be repeated', async () => {
    const sandbox = await openSandbox();
    const { errors } = await validate(sandbox, {
      name: 'k',
      ...fileSource({ ...router, transforms: 'a, a' }),
    });
    expect(errors('transforms')).toEqual([
      'Invalid value [a, a] for configuration transforms: Duplicate alias provided.',
    ]);
  });

  it('may refer to a predicate', async () => {
    const sandbox = await openSandbox();
    const { names, verdict } = await validate(sandbox, {
      name: 'k',
      ...fileSource({
        ...router,
        'transforms.a.predicate': 'p',
        predicates: 'p',
        'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
        'predicates.p.pattern': 'x.*',
      }),
    });
    expect(names).toContain('predicates.p.pattern');
    expect(verdict).toMatchObject({ error_count: 0 });
  });
});

describe('converters and client overrides', () => {
  it.each([
    ['3.4', 201],
    ['3.9', 400],
  ] as const)(
    'keys of a converter are validated from 3.8 on: %s gives %i',
    async (connectVersion, status) => {
      const sandbox = await openSandbox({ connectVersion });
      const config = fileSource({
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'maybe',
      });
      const reply = await sandbox.call('PUT', '/connectors/k/config', config);
      expect(reply.status).toBe(status);
      if (status === 400)
        expect(reply.message).toContain('Invalid value maybe for configuration schemas.enable');
    },
  );

  it('show the keys of the converters that are set', async () => {
    const sandbox = await openSandbox();
    const { names, value } = await validate(sandbox, {
      name: 'k',
      ...fileSource({ 'key.converter': 'StringConverter' }),
    });
    expect(names.slice(-2)).toEqual(['key.converter.converter.type', 'key.converter.converter.encoding']);
    expect(value('key.converter.converter.type')).toBe('key');
  });

  it.each([
    ['2.8', 400],
    ['3.4', 201],
  ] as const)('overrides are refused before 3.0: %s gives %i', async (connectVersion, status) => {
    const sandbox = await openSandbox({ connectVersion });
    const reply = await sandbox.call(
      'PUT',
      '/connectors/k/config',
      fileSource({ 'producer.override.acks': 'nope' }),
    );
    expect(reply.status).toBe(status);
    if (status === 400) {
      expect(reply.message).toContain(
        "The 'None' policy does not allow 'acks' to be overridden in the connector configuration.",
      );
    }
  });

  it('hide a password in an override', async () => {
    const sandbox = await openSandbox();
    const key = 'consumer.override.sasl.jaas.config';
    const { value, definition } = await validate(sandbox, { name: 'k', ...fileSink({ [key]: 's3cret' }) });
    expect(definition(key)).toMatchObject({ type: 'PASSWORD' });
    expect(value(key)).toBe('[hidden]');
  });
});

function validation(plugin: unknown): string {
  return `/connector-plugins/${plugin}/config/validate`;
}

interface ConfigInfo {
  readonly definition: Readonly<Record<string, unknown>> | null;
  readonly value: {
    readonly name: string;
    readonly value: string | null;
    readonly errors: readonly string[];
  };
}

async function validate(sandbox: OpenSandbox, config: Readonly<Record<string, unknown>>) {
  const reply = await sandbox.call('PUT', validation(config['connector.class']), config);
  expect(reply.status).toBe(200);
  const verdict = reply.json as { readonly configs: readonly ConfigInfo[] };
  const find = (name: string) => verdict.configs.find((info) => info.value.name === name);
  return {
    verdict,
    names: verdict.configs.map((info) => info.value.name),
    definition: (name: string) => find(name)?.definition,
    value: (name: string) => find(name)?.value.value,
    errors: (name: string) => find(name)?.value.errors ?? [],
  };
}
