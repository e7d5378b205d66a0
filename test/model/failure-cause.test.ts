import { describe, expect, it } from 'vitest';
import { failureCause } from '../../src/model/failure-cause.ts';

const wrapped = (cause: string) =>
  `org.apache.kafka.connect.errors.ConnectException: Unrecoverable\n\tat org.example.Task.run(Task.java:1)\nCaused by: ${cause}\n\tat org.example.Client.call(Client.java:2)\n`;
const kafka = (name: string) => `org.apache.kafka.common.errors.${name}`;
const refusal = (message: string) => `org.apache.kafka.common.config.ConfigException: ${message}`;

describe('a failure whose cause is outside of the connector', () => {
  it.each([
    `${kafka('TopicAuthorizationException')}: Not authorized to access topics: [orders]`,
    `${kafka('GroupAuthorizationException')}: Not authorized to access group: connect-a`,
    `${kafka('ClusterAuthorizationException')}: Cluster authorization failed.`,
    `${kafka('TransactionalIdAuthorizationException')}: x`,
    `${kafka('SaslAuthenticationException')}: Authentication failed`,
    `${kafka('SslAuthenticationException')}: SSL handshake failed`,
    `${kafka('UnknownTopicOrPartitionException')}: This server does not host this topic-partition.`,
    `${kafka('TimeoutException')}: Topic orders not present in metadata after 60000 ms.`,
    `${kafka('TimeoutException')}: Call(callName=describeTopics) timed out`,
    'java.net.ConnectException: Connection refused (Connection refused)',
    'java.net.ConnectException: Connection timed out',
    'java.net.UnknownHostException: db.internal',
    'java.net.NoRouteToHostException: No route to host',
    'java.net.SocketTimeoutException: Read timed out',
    'java.net.SocketException: Connection reset',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed',
    'java.io.IOException: Broken pipe',
    'org.postgresql.util.PSQLException: Connection to db:5432 refused. Check that the hostname is correct',
    'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "x"',
    "java.sql.SQLException: Access denied for user 'x'@'y' (using password: YES)",
    'com.mysql.cj.exceptions.CJCommunicationsException: Communications link failure',
    'org.neo4j.driver.exceptions.AuthenticationException: unauthorized',
    'io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException: Unauthorized; error code: 401',
    'org.apache.http.conn.HttpHostConnectException: Connect to registry:8081 failed',
    'java.lang.OutOfMemoryError: Java heap space',
    'java.io.IOException: No space left on device',
    refusal('No resolvable bootstrap urls given in bootstrap.servers'),
    refusal('Could not read properties from file /secrets/db.properties'),
    refusal('Unable to connect: Connection refused'),
  ])('%s', (cause) => {
    expect(failureCause(wrapped(cause))).toMatchObject({ kind: 'outside', advice: expect.any(String) });
    expect(failureCause(cause)?.kind).toBe('outside');
  });
});

describe('a failure that needs a change of the connector', () => {
  it.each([
    refusal('Invalid value -1 for configuration batch.size'),
    refusal('Missing required configuration "topic" which has no default value.'),
    'org.apache.kafka.connect.runtime.TooManyTasksException: The connector x has generated 3 tasks, which is greater than 1',
    'java.lang.ClassNotFoundException: a.B',
    'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser',
    'org.apache.kafka.connect.errors.ConnectException: Failed to find any class that implements Connector',
    `${kafka('SerializationException')}: Unknown magic byte!`,
    `${kafka('InvalidTopicException')}: Invalid topics: [a b]`,
  ])('%s', (cause) => {
    expect(failureCause(wrapped(cause))).toMatchObject({ kind: 'connector', advice: expect.any(String) });
  });
});

it.each(['', 'java.lang.NullPointerException', 'java.lang.IllegalStateException: as told'])(
  'a root cause that says nothing has no cause: "%s"',
  (cause) => {
    expect(failureCause(wrapped(cause))).toBeUndefined();
  },
);

it('the cause is the root cause, whatever its wrapper says', () => {
  expect(
    failureCause(`${refusal('x')}\nCaused by: java.net.ConnectException: Connection refused`)?.kind,
  ).toBe('outside');
});

it('a line of megabytes takes no time', () => {
  for (const text of ['a', 'Connection to ', 'Topic a ', 'ConfigException ']) {
    expect(failureCause(text.repeat(1_000_000))).toBeUndefined();
  }
});
