import { describe, expect, it } from 'vitest';
import { desiredOf } from '../support/desired-of.ts';

const problemsOf = async (config: Readonly<Record<string, string>>, environment = {}) => {
  const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  const { problems } = await desiredOf(
    { 'connectors/a.yaml': `config:\n${lines.join('')}` },
    { environment: new Map(Object.entries(environment)) },
  );
  return problems.map((line) => line.replace('warning ', '').replace('connectors/a.yaml:', ''));
};

describe('likely mistakes that a worker accepts', () => {
  it.each([
    ['value.converter.schema.enable', 'misspelled-key 2:3'],
    ['key.converter.schema.enable', 'misspelled-key 2:3'],
    ['hosttransforms', 'misspelled-key 2:3'],
    ['database.include', 'misspelled-key 2:3'],
    ['topic.regex', 'misspelled-key 2:3'],
    ['task.max', 'misspelled-key 2:3'],
    ['errors.tolerence', 'misspelled-key 2:3'],
    ['errors.deadletterqueue.topic.nam', 'misspelled-key 2:3'],
  ])('include the key %s', async (key, problems) => {
    expect(await problemsOf({ [key]: 'x' })).toEqual([problems]);
  });

  it.each([
    'topic',
    'topics',
    'value.converter.schemas.enable',
    'table.include.list',
    'tasks.max',
    'key.converter.schema.registry.url',
    'errors.log.enable',
    'topic.prefix',
    'value.converter.type',
  ])('do not include the key %s', async (key) => {
    expect(await problemsOf({ [key]: 'x' })).toEqual([]);
  });

  it('do not include a key if both spellings are set, nor options of a transformation', async () => {
    expect(await problemsOf({ 'task.max': '1', 'tasks.max': '1' })).toEqual([]);
    expect(
      await problemsOf({
        transforms: 'cast, drop',
        'transforms.cast.type': 'X',
        'transforms.drop.type': 'Y',
        'transforms.cast.field.type': 'z',
      }),
    ).toEqual([]);
  });

  it('include a misspelled list once, not each alias that it names as well', async () => {
    const aliases = { 'transforms.a.type': 'X', 'transforms.b.type': 'Y' };
    expect(await problemsOf({ transform: 'a, b', ...aliases })).toEqual(['misspelled-key 2:3']);
    expect(await problemsOf({ transform: 'a', ...aliases })).toEqual([
      'misspelled-key 2:3',
      'alias-not-listed 4:3',
    ]);
    expect(await problemsOf({ predicate: 'p', 'predicates.p.type': 'X' })).toEqual(['misspelled-key 2:3']);
  });

  it('include aliases that no list names, as one problem each list', async () => {
    const typed = { transforms: 'a', 'transforms.a.type': 'X' };
    expect(await problemsOf(typed)).toEqual([]);
    expect(
      await problemsOf({
        ...typed,
        'transforms.b.type': 'Y',
        'transforms.b.field': 'f',
        'transforms.c.field': 'g',
      }),
    ).toEqual(['alias-not-listed 4:3']);
    expect(await problemsOf({ ...typed, 'predicates.p.pattern': 'x' })).toEqual(['alias-not-listed 4:3']);
    expect(await problemsOf({ ...typed, 'transforms.a.b.type': 'Y' })).toEqual([]);
    expect(
      await problemsOf({ 'transforms.a.b.type': 'Y', 'transforms.a.b.x': 'Y', transforms: 'a.b' }),
    ).toEqual([]);
  });

  it('include an alias that is misspelled in its keys or in its list, as one problem', async () => {
    expect(
      await problemsOf({ transforms: 'one, two', 'transforms.one.type': 'X', 'transforms.tow.type': 'Y' }),
    ).toEqual(['misspelled-alias 4:3']);
    expect(await problemsOf({ predicates: 'isOrder', 'predicates.isOrders.type': 'Y' })).toEqual([
      'misspelled-alias 3:3',
    ]);
  });

  it.each([
    [{ hosttransforms: 'b', 'hosttransforms.b.type': 'Y' }, 'unread-transforms 4:3'],
    [{ 'hosttransforms.b.type': 'Y', 'hosttransforms.c.type': 'Y' }, 'unread-transforms 4:3'],
    [{ transform: 'b', 'transform.b.type': 'Y' }, 'unread-transforms 4:3'],
    [{ 'transfroms.b.type': 'Y' }, 'unread-transforms 4:3'],
    [{ 'my_predicates.b.type': 'Y' }, 'unread-transforms 4:3'],
  ])('include transformations under another name: %o', async (config, problem) => {
    expect(await problemsOf({ transforms: 'a', 'transforms.a.type': 'X', ...config })).toEqual([problem]);
  });

  it('include a list under another name once, where the right one is missing', async () => {
    expect(await problemsOf({ hosttransforms: 'b', 'hosttransforms.b.type': 'Y' })).toEqual([
      'misspelled-key 2:3',
    ]);
    expect(await problemsOf({ 'hosttransforms.b.type': 'Y' })).toEqual(['unread-transforms 2:3']);
    expect(await problemsOf({ _transforms: 'b', '_transforms.b.type': 'Y' })).toEqual(['comment-key 2:3']);
  });

  it('include keys that the version of the plugin renamed', async () => {
    expect(
      await problemsOf({
        'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
        'topic.prefix': 'shop',
        'table.whitelist': 'shop.orders',
        'database.history.kafka.topic': 'h',
        'database.history.kafka.bootstrap.servers': 'k:9092',
      }),
    ).toEqual(['renamed-key 4:3', 'renamed-key 5:3']);
  });

  it('include silent record loss, unless records are kept or logged', async () => {
    const tolerant = { topics: 'a', 'errors.tolerance': 'all' };
    expect(await problemsOf(tolerant)).toEqual(['silent-record-loss 3:3']);
    expect(await problemsOf({ ...tolerant, 'errors.log.enable': 'true' })).toEqual([]);
    expect(await problemsOf({ ...tolerant, 'errors.deadletterqueue.topic.name': 'dead' })).toEqual([]);
    expect(await problemsOf({ topics: 'a', 'errors.tolerance': 'none' })).toEqual([]);
  });

  it('include a missing comma only in lists of qualified names', async () => {
    expect(await problemsOf({ 'table.include.list': 'a.b, c.d e.f, g.h, i.j' })).toEqual([
      'missing-comma 2:3',
    ]);
    expect(await problemsOf({ 'filter.keywords': 'kafka, kafka connect, ksql, flink' })).toEqual([]);
    expect(await problemsOf({ query: 'select a.b, c.d e, f.g, h from x.y' })).toEqual([]);
    expect(await problemsOf({ 'x.list': 'a.b, c.d e.f, g.h' })).toEqual([]);
  });

  it('do not include values of the environment', async () => {
    const problems = await desiredOf(
      {
        'connectors/a.yaml': 'config: {transforms: "${env.T}", x.list: "${env.L}", predicates: "${env.P}"}\n',
      },
      {
        environment: new Map([
          ['T', 'canary'],
          ['P', 'canary'],
          ['L', 'a.b, canary.d canary.f, g.h, i.j'],
        ]),
      },
    );
    expect(problems.problems).toEqual([]);
  });
});

describe('a plaintext secret', () => {
  it.each([
    ['database.password', 'hush'],
    ['connection.url', 'jdbc:postgresql://db/x?password=hush'],
    ['sasl.jaas.config', 'org.a.PlainLoginModule required username="u" password="hush";'],
    ['aws.secret.access.key', 'abc'],
  ])('is reported for %s: %s', async (key, value) => {
    expect(await problemsOf({ [key]: value })).toEqual(['plaintext-secret 2:3']);
  });

  it.each([
    ['database.password', '${file:/secrets:password}'],
    ['database.password', '${secrets:ns/name:password}'],
    ['database.password', '${env.PW}'],
    ['database.password', ''],
    ['connection.url', 'jdbc:postgresql://db/x?password=${file:/s:p}'],
    ['sasl.jaas.config', 'org.a.PlainLoginModule required username="u" password="${file:/s:p}";'],
    ['key.converter', 'x'],
    ['basic.auth.credentials.source', 'USER_INFO'],
    ['mask.replacement', '***'.slice(0, 2)],
  ])('is none of %s: %s', async (key, value) => {
    expect(await problemsOf({ [key]: value }, { PW: 'hush' })).toEqual([]);
  });

  it('is none of an alias that is called after one', async () => {
    const list = { transforms: 'maskPassword', 'transforms.maskPassword.type': 'X' };
    expect(await problemsOf({ ...list, 'transforms.maskPassword.replacement': '**' })).toEqual([]);
  });

  it('is reported once per layer, whatever the number of keys, and once for a shared layer', async () => {
    const { problems } = await desiredOf({
      'connect-sync.yaml': 'version: 1\ndefaults: [{config: {a.password: x, b.password: y}}]\n',
      'connectors/a.yaml': 'config:\n  c.password: x\n  d.password: y\n',
      'connectors/b.yaml': 'config: {e: f}\n',
    });
    expect(problems).toEqual([
      'warning plaintext-secret connect-sync.yaml:2:22',
      'warning plaintext-secret connectors/a.yaml:2:3',
    ]);
  });
});
