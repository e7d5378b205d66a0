import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { saysSecret } from '../../../src/model/redaction/secret-key-name.ts';
import { corpusFolder } from '../../support/corpus-folder.ts';

const list = path.join(corpusFolder, 'secret-keys.tsv');

/** In the list of real secret keys because of their words: a number of licences, and the names of keys. */
const namesOfKeys = [
  'database.processor.licenses',
  'azure.eventhubs.sas.keyname',
  'azure.servicebus.sas.keyname',
];

describe('a key that says it holds a secret', () => {
  it.each([
    'password',
    'database.password',
    'connection.pwd',
    'camel.source.endpoint.pass',
    'ssl.truststorepassword',
    'connection.javax.net.ssl.trustStorePassword',
    'HTTPPassword',
    'datadog.api_key',
    'aws.access.key.id',
    'iceberg.catalog.s3.secret-access-key',
    'camel.component.aws2-s3.secretKey',
    'azure.eventhubs.sas.key',
    'ssl.keystore.key',
    'snowflake.private.key',
    'snowflake.private.key.passphrase',
    'producer.override.sasl.jaas.config',
    'sasl.oauthbearer.client.credentials.client.secret',
    'value.converter.basic.auth.user.info',
    'gcs.credentials.json',
    'twitter.oauth.accessToken',
    'splunk.hec.token',
    'neo4j.authentication.bearer.token',
    'http.headers.authorization',
    'confluent.license',
    'camel.component.slack.webhookUrl',
    'java.naming.security.credentials',
    'transforms.join01.es.password',
    'password.1',
  ])('%s', (key) => {
    expect(saysSecret(key)).toBe(true);
  });
});

describe('a key that holds none', () => {
  it.each([
    '',
    'name',
    'key.converter',
    'value.converter',
    'key.converter.schemas.enable',
    'database.server.name',
    'database.user',
    'connection.username',
    'schema.registry.url',
    'value.converter.basic.auth.credentials.source',
    'gcs.credentials.path',
    's3.credentials.provider.class',
    's3.credentials.provider.sts.role.external.id',
    'aws.secrets.manager.endpoint',
    'sasl.mechanism',
    'sasl.oauthbearer.token.endpoint.url',
    'sasl.login.callback.handler.class',
    'ssl.keystore.location',
    'ssl.keystore.type',
    'ssl.truststore.password.file',
    'primary.key.fields',
    'message.key.columns',
    'rabbitmq.routing.key',
    'camel.sink.endpoint.publicKey',
    'camel.sink.endpoint.passiveMode',
    'camel.component.aws2-s3.useSessionCredentials',
    'camel.sink.endpoint.keyName',
    'kafka.auth.mode',
    'aws.kms.key.id',
    'vitess.keyspace',
    'schema.keyfield',
    'confluent.topic.bootstrap.servers',
    'transforms.maskPassword.replacement',
    'transforms.secret.type',
    'transforms.extractKey.field',
    'database.allowPublicKeyRetrieval',
  ])('%s', (key) => {
    expect(saysSecret(key)).toBe(false);
  });
});

describe('the secret keys of real configurations', () => {
  it('are all recognised', ({ skip }) => {
    if (!existsSync(list)) skip(`no corpus of real configurations at ${corpusFolder}`);
    const rows = readFileSync(list, 'utf8').trim().split('\n').slice(1);
    const keys = rows.map((row) => row.split('\t')[0] ?? '');
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => !saysSecret(key))).toEqual(namesOfKeys);
  });
});
