import { describe, expect, it } from 'vitest';
import { desiredOf } from '../support/desired-of.ts';

const toldOf = async (config: Readonly<Record<string, string>>, environment = {}) => {
  const lines = Object.entries(config).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  const { told } = await desiredOf(
    { 'connectors/a.yaml': `config:\n${lines.join('')}` },
    { environment: new Map(Object.entries(environment)) },
  );
  return told.map((line) => line.replace('warning ', '').replace('connectors/a.yaml:', ''));
};

describe('what a worker takes without a word', () => {
  it.each([
    ['value.converter.schema.enable', 'misspelled-key 2:3'],
    ['key.converter.schema.enable', 'misspelled-key 2:3'],
    ['hosttransforms', 'misspelled-key 2:3'],
    ['database.include', 'misspelled-key 2:3'],
    ['topic.regex', 'misspelled-key 2:3'],
    ['task.max', 'misspelled-key 2:3'],
    ['errors.tolerence', 'misspelled-key 2:3'],
    ['errors.deadletterqueue.topic.nam', 'misspelled-key 2:3'],
  ])('is told of the key %s', async (key, told) => {
    expect(await toldOf({ [key]: 'x' })).toEqual([told]);
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
  ])('is not told of the key %s', async (key) => {
    expect(await toldOf({ [key]: 'x' })).toEqual([]);
  });

  it('is not told where both keys are there, nor of options of a transformation', async () => {
    expect(await toldOf({ 'task.max': '1', 'tasks.max': '1' })).toEqual([]);
    expect(
      await toldOf({
        transforms: 'cast, drop',
        'transforms.cast.type': 'X',
        'transforms.drop.type': 'Y',
        'transforms.cast.field.type': 'z',
      }),
    ).toEqual([]);
  });

  it('knows records that vanish from those that are kept or at least logged', async () => {
    const tolerant = { topics: 'a', 'errors.tolerance': 'all' };
    expect(await toldOf(tolerant)).toEqual(['silent-record-loss 3:3']);
    expect(await toldOf({ ...tolerant, 'errors.log.enable': 'true' })).toEqual([]);
    expect(await toldOf({ ...tolerant, 'errors.deadletterqueue.topic.name': 'dead' })).toEqual([]);
    expect(await toldOf({ topics: 'a', 'errors.tolerance': 'none' })).toEqual([]);
  });

  it('takes for a list that lacks a comma only one of qualified names', async () => {
    expect(await toldOf({ 'table.include.list': 'a.b, c.d e.f, g.h, i.j' })).toEqual(['missing-comma 2:3']);
    expect(await toldOf({ 'filter.keywords': 'kafka, kafka connect, ksql, flink' })).toEqual([]);
    expect(await toldOf({ query: 'select a.b, c.d e, f.g, h from x.y' })).toEqual([]);
    expect(await toldOf({ 'x.list': 'a.b, c.d e.f, g.h' })).toEqual([]);
  });

  it('says nothing of what comes from the environment', async () => {
    const told = await desiredOf(
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
    expect(told.told).toEqual([]);
  });
});

describe('a secret in clear', () => {
  it.each([
    ['database.password', 'hush'],
    ['connection.url', 'jdbc:postgresql://db/x?password=hush'],
    ['sasl.jaas.config', 'org.a.PlainLoginModule required username="u" password="hush";'],
    ['aws.secret.access.key', 'abc'],
  ])('is told of %s: %s', async (key, value) => {
    expect(await toldOf({ [key]: value })).toEqual(['plaintext-secret 2:3']);
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
    ['transforms.maskPassword.replacement', '***'.slice(0, 2)],
  ])('is none of %s: %s', async (key, value) => {
    expect(await toldOf({ [key]: value }, { PW: 'hush' })).toEqual([]);
  });

  it('is told once for each place, whatever the number of keys, and once for a shared one', async () => {
    const { told } = await desiredOf({
      'connect-sync.yaml': 'version: 1\ndefaults: [{config: {a.password: x, b.password: y}}]\n',
      'connectors/a.yaml': 'config:\n  c.password: x\n  d.password: y\n',
      'connectors/b.yaml': 'config: {e: f}\n',
    });
    expect(told).toEqual([
      'warning plaintext-secret connect-sync.yaml:2:22',
      'warning plaintext-secret connectors/a.yaml:2:3',
    ]);
  });
});
