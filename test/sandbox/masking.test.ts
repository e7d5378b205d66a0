import { describe, expect, it } from 'vitest';
import { type MaskStyle, maskStyles } from '../../src/sandbox/masking.ts';
import { openSandbox } from './open-sandbox.ts';

const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="app"';
const config = {
  'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
  'tasks.max': '1',
  'topic.prefix': 'shop',
  'database.hostname': 'db',
  'database.user': 'app',
  'database.server.id': '1',
  'database.password': 'hush-hush',
  'database.ssl.keystore.password': '',
  'schema.history.internal.kafka.topic': 'history',
  'schema.history.internal.kafka.bootstrap.servers': 'kafka:9092',
  'schema.history.internal.consumer.sasl.jaas.config': `${jaas} password="hush-hush";`,
};
const masks: Readonly<Record<MaskStyle, string>> = {
  asterisks: '****************',
  bullets: '••••••••',
  hidden: '[hidden]',
  redacted: '<redacted>',
  parts: '****',
};

describe.each(maskStyles)('a sandbox that masks with %s', (mask) => {
  it('shows no secret in any answer, and stores and shows all else', async () => {
    const sandbox = await openSandbox({ mask });
    const answers = [
      await sandbox.call('PUT', '/connectors/shop/config', config),
      await sandbox.call('PUT', '/connectors/shop/config', { ...config, 'topic.prefix': 'shop2' }),
      await sandbox.call('POST', '/connectors', { name: 'other', config: { ...config, name: 'other' } }),
    ];
    await sandbox.clock.advance(2_000);
    for (const path of [
      '/connectors?expand=info&expand=status',
      '/connectors/shop',
      '/connectors/shop/config',
      '/connectors/shop/tasks',
    ]) {
      answers.push(await sandbox.call('GET', path));
    }
    answers.push(
      await sandbox.call('PATCH', '/connectors/shop/config', { 'topic.prefix': 'shop3' }),
      await sandbox.call('PUT', '/connector-plugins/FileStreamSink/config/validate', {
        name: 'lines',
        'connector.class': 'FileStreamSink',
        topics: 'kafka:9092',
        'consumer.override.sasl.jaas.config': `${jaas} password="hush-hush";`,
        'consumer.override.ssl.key.password': 'hush-hush',
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 200, 200, 200, 200, 200, 200]);
    for (const { text } of answers) {
      expect(text).not.toContain('hush-hush');
      expect(text).toContain(JSON.stringify(masks[mask]));
      expect(text).toContain('kafka:9092');
    }
    const shown = answers[5]?.json as Record<string, string>;
    expect(shown['database.ssl.keystore.password']).toBe('');
    expect(shown['schema.history.internal.consumer.sasl.jaas.config']).toBe(
      mask === 'parts' ? `${jaas} password="****";` : masks[mask],
    );
    expect(sandbox.worker.config('shop')).toMatchObject({ 'database.password': 'hush-hush' });
  });
});

describe('a sandbox', () => {
  it('masks nothing unless it is asked to, and refuses a style that it does not know', async () => {
    const sandbox = await openSandbox();
    expect((await sandbox.call('PUT', '/connectors/shop/config', config)).text).toContain('hush-hush');
    await expect(openSandbox({ mask: 'stars' as MaskStyle })).rejects.toThrow(
      'the sandbox cannot mask with stars. Expected one of: asterisks, bullets, hidden, redacted, parts.',
    );
  });
});
