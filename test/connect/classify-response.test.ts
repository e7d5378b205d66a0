import { describe, expect, it } from 'vitest';
import { inspectBody } from '../../src/connect/answer-body.ts';
import { classifyAnswer, classifyNoAnswer } from '../../src/connect/classify-response.ts';
import type { EndpointName } from '../../src/connect/endpoints.ts';
import type { NoAnswerReason } from '../../src/model/no-answer.ts';
import type { FailureVerdict } from '../../src/model/worker-failure.ts';

interface Case {
  readonly when: string;
  readonly calls: readonly EndpointName[];
  readonly status: number;
  /** A message of Connect's, or with `raw` the whole body. */
  readonly says?: string | null;
  readonly raw?: string;
  readonly milliseconds?: number;
  readonly verdict: FailureVerdict | 'success';
}

const page = '<html><head><title>Error 404 Not Found</title></head></html>';
const anyRead: readonly EndpointName[] = [
  'readWorker',
  'listNames',
  'awaitStarted',
  'readOffsets',
  'readPlugins',
  'readPluginKeys',
];
const anyWrite: readonly EndpointName[] = [
  'putConfig',
  'createWithState',
  'delete',
  'setState',
  'restart',
  'restartTask',
];
const anyCall: readonly EndpointName[] = [...anyRead, 'validate', ...anyWrite];

const stale =
  'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)';
const noLeader =
  'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.';
const conflicting = 'Cannot complete request because of a conflicting operation (e.g. worker rebalance)';
const rebalance = 'Request cannot be completed because a rebalance is expected';
const unknownClass =
  'Failed to find any class that implements Connector and which name matches io.foo.Bar, available connectors are: PluginDesc{…}';
const invalid =
  'Connector configuration is invalid and contains the following 1 error(s):\nMissing required configuration "file" which has no default value.\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`';
const forwarded = (message: string) => `Error trying to forward REST request: ${message}`;
const ioError = (cause: string) => `IO Error trying to forward REST request: ${cause}`;

const cases: readonly Case[] = [
  // 409
  {
    when: 'POST meets an existing name',
    calls: ['createWithState'],
    status: 409,
    says: 'Connector orders already exists',
    verdict: 'exists',
  },
  {
    when: 'a 2.8 follower repeats that',
    calls: ['createWithState'],
    status: 500,
    says: forwarded('Connector orders already exists'),
    verdict: 'exists',
  },
  {
    when: 'a rebalance is about to start (up to 3.4)',
    calls: ['awaitStarted', 'restart'],
    status: 409,
    says: stale,
    verdict: 'busy',
  },
  {
    when: 'a 2.8 follower repeats that',
    calls: ['restart'],
    status: 500,
    says: forwarded(stale),
    verdict: 'busy',
  },
  {
    when: 'leader or owner is not found in two hops',
    calls: anyWrite,
    status: 409,
    says: conflicting,
    verdict: 'busy',
  },
  {
    when: 'no leader is known (2.6 and later)',
    calls: anyWrite,
    status: 409,
    says: noLeader,
    verdict: 'busy',
  },
  {
    when: 'a task of a stopped connector is restarted (3.9, 4.3)',
    calls: ['restartTask'],
    status: 409,
    says: noLeader,
    verdict: 'busy',
  },

  // 500 that passes
  {
    when: 'a rebalance is expected (3.5 and later)',
    calls: ['awaitStarted', 'restart'],
    status: 500,
    says: rebalance,
    verdict: 'busy',
  },
  {
    when: 'the leader is dead',
    calls: anyWrite,
    status: 500,
    says: ioError('java.net.ConnectException: Connection refused'),
    verdict: 'not-sent',
  },
  ...[
    'java.net.ConnectException: Connection timed out',
    'io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: connect-0/10.0.0.1:8083',
    'java.net.UnknownHostException: connect-0.connect.svc',
    'java.net.UnknownHostException: connect-0.connect.svc: Name or service not known',
    'java.net.SocketException: Unresolved address',
    'java.nio.channels.UnresolvedAddressException',
    'java.net.NoRouteToHostException: No route to host',
    'java.net.NoRouteToHostException: Host is unreachable',
    'java.net.SocketException: Network is unreachable',
    'java.net.SocketTimeoutException: Connect Timeout',
    'java.net.SocketTimeoutException: connect timed out',
    'java.net.SocketTimeoutException: Connect timed out',
    'java.net.http.HttpConnectTimeoutException: HTTP connect timed out',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path',
    'javax.net.ssl.SSLHandshakeException: No name matching connect-0 found',
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: bad_certificate',
    'javax.net.ssl.SSLPeerUnverifiedException: Host name does not match',
    'javax.net.ssl.SSLException: Unsupported or unrecognized SSL message',
    "Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    'Unrecognized token \'upstream\': was expecting … [Source: (String)"upstream connect error or disconnect/reset before headers. reset reason: connection failure"; line: 1, column: 9]',
    'Unrecognized token \'upstream\': was expecting … [Source: (String)"upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111"; line: 1]',
    'Unexpected character (\'<\' (code 60)): expected a valid value … [Source: (String)"<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>"; line: 1]',
  ].map((cause) => ({
    when: `the worker did not get to its leader: ${cause}`,
    calls: anyCall,
    status: 500,
    says: ioError(cause),
    verdict: 'not-sent' as const,
  })),
  {
    when: 'the leader advertises what is no address',
    calls: anyWrite,
    status: 500,
    says: forwarded('Invalid URI host: null (authority: connect_0:8083)'),
    verdict: 'not-sent',
  },
  {
    when: 'the leader was fenced',
    calls: anyWrite,
    status: 500,
    says: 'Failed to write to config topic; this may be due to a transient error and the request can be safely retried',
    verdict: 'busy',
  },
  {
    when: 'the worker is about to leave',
    calls: anyCall,
    status: 500,
    says: 'Worker is shutting down',
    verdict: 'busy',
  },

  // 500 with unknown outcome
  ...[
    'java.net.SocketTimeoutException: Read timed out',
    'java.net.SocketException: Connection reset',
    'java.net.SocketException: Broken pipe',
    'java.io.IOException: Connection reset by peer',
    'java.io.EOFException: HttpConnectionOverHTTP@1f::SocketChannelEndPoint',
    'java.nio.channels.ClosedChannelException',
    'java.nio.channels.AsynchronousCloseException',
    'java.util.concurrent.TimeoutException: Idle timeout expired: 30000/30000 ms',
    'java.util.concurrent.TimeoutException: Total timeout 90000 ms elapsed',
    'java.net.http.HttpTimeoutException: request timed out',
    'org.apache.http.NoHttpResponseException: connect-0:8083 failed to respond',
    'javax.net.ssl.SSLException: Connection reset',
    "Unrecognized token 'upstream': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    'Unrecognized token \'upstream\': was expecting … [Source: (String)"upstream connect error or disconnect/reset before headers. reset reason: connection termination"; line: 1, column: 9]',
    'Unrecognized token \'upstream\': was expecting … [Source: (String)"upstream request timeout"; line: 1, column: 9]',
    'Unexpected character (\'<\' (code 60)): expected a valid value … [Source: (String)"<html><head><title>502 Bad Gateway</title></head></html>"; line: 1]',
    'Unexpected character (\'<\' (code 60)): expected a valid value … [Source: (String)"<html><head><title>504 Gateway Time-out</title></head></html>"; line: 1]',
    'null',
  ].map((cause) => ({
    when: `the leader may have got it: ${cause}`,
    calls: anyWrite,
    status: 500,
    says: ioError(cause),
    verdict: 'unknown-outcome' as const,
  })),
  {
    when: 'the worker gave up after 90 s (2.8)',
    calls: anyWrite,
    status: 500,
    says: 'Request timed out',
    verdict: 'unknown-outcome',
  },
  {
    when: 'the worker gave up after 90 s (later)',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: 'Request timed out. The worker is currently performing multi-property validation for the connector, which began at 2024-01-01T00:00:00Z',
    verdict: 'unknown-outcome',
  },
  {
    when: 'the worker gave up on a restart',
    calls: ['restart'],
    status: 500,
    says: 'Request timed out. The worker is currently starting the connector, which began at 2024-01-01T00:00:00Z',
    verdict: 'unknown-outcome',
  },
  {
    when: 'the worker gave up on a read',
    calls: ['awaitStarted'],
    status: 500,
    says: 'Request timed out',
    verdict: 'busy',
  },
  {
    when: 'the plugin hangs in its validation',
    calls: ['validate'],
    status: 500,
    says: 'Request timed out. The worker is currently performing multi-property validation for the connector',
    verdict: 'permanent',
  },
  {
    when: 'the leader died with the request in flight',
    calls: anyWrite,
    status: 500,
    says: ioError('java.io.EOFException: HttpConnectionOverHTTP@1f::SocketChannelEndPoint'),
    verdict: 'unknown-outcome',
  },
  {
    when: "the leader's answer was no JSON",
    calls: anyWrite,
    status: 500,
    says: ioError('Unexpected character'),
    verdict: 'unknown-outcome',
  },
  {
    when: 'the config topic did not answer in 30 s',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: 'Error writing connector configuration to Kafka',
    milliseconds: 30_000,
    verdict: 'unknown-outcome',
  },
  {
    when: 'the config topic refuses the size at once (3.4 and later)',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: 'Error writing connector configuration to Kafka',
    milliseconds: 200,
    verdict: 'permanent',
  },
  {
    when: 'a deletion was not read back',
    calls: ['delete'],
    status: 500,
    says: 'Error removing connector configuration from Kafka',
    milliseconds: 30_000,
    verdict: 'unknown-outcome',
  },
  {
    when: 'a state was not read back (3.5 and later)',
    calls: ['setState'],
    status: 500,
    says: 'Error writing target state to Kafka',
    milliseconds: 30_000,
    verdict: 'unknown-outcome',
  },
  {
    when: 'the name has braces: created, then the answer failed',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: "The template variable 'b' has no value",
    verdict: 'unknown-outcome',
  },
  {
    when: 'a worker fails in an unknown way',
    calls: anyWrite,
    status: 500,
    says: 'Something broke',
    verdict: 'unknown-outcome',
  },
  {
    when: 'a worker fails to read in an unknown way',
    calls: anyRead,
    status: 500,
    says: 'Something broke',
    verdict: 'permanent',
  },
  {
    when: 'a plugin is missing (up to 3.3): the expanded list fails',
    calls: ['listNames'],
    status: 500,
    says: 'Failed to find any class that implements Connector and which name matches x',
    verdict: 'permanent',
  },

  // The configuration was validated
  {
    when: 'the configuration is invalid',
    calls: ['putConfig', 'createWithState'],
    status: 400,
    says: invalid,
    verdict: 'refused',
  },
  {
    when: 'a 2.8 follower repeats that',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: forwarded(invalid),
    verdict: 'refused',
  },
  {
    when: 'the name differs',
    calls: ['putConfig'],
    status: 400,
    says: "Connector name configuration (a) doesn't match connector name in the URL (b)",
    verdict: 'refused',
  },
  {
    when: 'any other 400 to a configuration',
    calls: ['putConfig', 'createWithState'],
    status: 400,
    says: 'Null value can not be supplied as the configuration value.',
    verdict: 'refused',
  },
  {
    when: 'the class is unknown (up to 3.9)',
    calls: ['putConfig', 'createWithState', 'validate'],
    status: 500,
    says: unknownClass,
    verdict: 'refused',
  },
  {
    when: 'the class is unknown (4.3)',
    calls: ['putConfig', 'createWithState'],
    status: 400,
    says: unknownClass,
    verdict: 'refused',
  },
  {
    when: 'a sink has no topics (2.8, 3.4)',
    calls: ['putConfig', 'createWithState', 'validate'],
    status: 500,
    says: 'Must configure one of topics or topics.regex',
    verdict: 'refused',
  },
  {
    when: 'a sink has no topics (3.9, 4.3)',
    calls: ['putConfig', 'createWithState'],
    status: 400,
    says: invalid.replace(
      'Missing required configuration "file" which has no default value.',
      'Must configure one of topics or topics.regex',
    ),
    verdict: 'refused',
  },
  {
    when: 'a provider cannot read its file',
    calls: ['putConfig', 'createWithState', 'validate'],
    status: 500,
    says: 'Could not read properties from file /secrets/db.properties',
    verdict: 'refused',
  },
  {
    when: 'there is no class',
    calls: ['putConfig', 'createWithState'],
    status: 400,
    says: 'Connector config {name=x} contains no connector type',
    verdict: 'refused',
  },
  {
    when: 'there is no class, in a validation',
    calls: ['validate'],
    status: 500,
    says: 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector config {name=x} contains no connector type',
    verdict: 'refused',
  },
  ...[
    'Invalid value x for configuration linger.ms: Not a number of type LONG',
    'org.apache.kafka.common.config.ConfigException: Invalid value a\nb for configuration linger.ms: no',
    'Missing required configuration "bootstrap.servers" which has no default value.',
    'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser',
    'org/apache/kafka/common/utils/AppInfoParser',
    'java.util.ServiceConfigurationError: a.B: Provider c.D not found',
    'java.lang.NullPointerException',
    'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException: Plugin a.B not found',
    'Plugin a.B not found that matches the version range [3.0,3.0], available versions: [1.0.0]',
  ].map(
    (says): Case => ({
      when: 'what fails before the write',
      calls: ['putConfig', 'createWithState', 'validate'],
      status: 500,
      says,
      verdict: 'refused',
    }),
  ),
  ...[
    'org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment',
    'java.util.concurrent.TimeoutException',
    'java.io.IOException: Connection reset by peer',
  ].map(
    (says): Case => ({
      when: 'a time-out or a lost connection may have come after the write',
      calls: ['putConfig', 'createWithState'],
      status: 500,
      says,
      verdict: 'unknown-outcome',
    }),
  ),
  {
    when: 'the plugin throws in its validation',
    calls: ['validate'],
    status: 500,
    says: 'org.apache.kafka.connect.errors.ConnectException: no route to the database',
    verdict: 'refused',
  },
  {
    when: 'the plugin throws without a word',
    calls: ['validate'],
    status: 500,
    says: null,
    verdict: 'refused',
  },
  {
    when: 'the class does not fit the path',
    calls: ['validate'],
    status: 400,
    says: 'Included connector type A does not match request type B',
    verdict: 'refused',
  },

  // 500 for good
  {
    when: 'the connector does not start',
    calls: ['restart'],
    status: 500,
    says: 'Failed to start connector: orders',
    verdict: 'permanent',
  },
  {
    when: 'a 2.8 follower repeats that',
    calls: ['restart'],
    status: 500,
    says: forwarded('Failed to start connector: orders'),
    verdict: 'permanent',
  },
  {
    when: 'the task does not start',
    calls: ['restartTask'],
    status: 500,
    says: 'Failed to start task: orders-0',
    verdict: 'permanent',
  },
  {
    when: 'initial_state is unknown (up to 3.6)',
    calls: ['createWithState'],
    status: 500,
    says: 'Unrecognized field "initial_state" (class org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest), not marked as ignorable',
    verdict: 'unsupported',
  },
  {
    when: 'the JSON does not fit (2.8)',
    calls: anyWrite,
    status: 500,
    says: 'Cannot deserialize instance of `java.lang.String` out of START_OBJECT token',
    verdict: 'permanent',
  },
  {
    when: 'the JSON does not fit (later)',
    calls: anyWrite,
    status: 500,
    says: 'Cannot deserialize value of type `java.lang.String` from Object value',
    verdict: 'permanent',
  },
  {
    when: 'the initial state is none',
    calls: ['createWithState'],
    status: 500,
    says: 'Cannot construct instance of `…InitialState`',
    verdict: 'permanent',
  },
  {
    when: 'the body is empty',
    calls: ['putConfig', 'createWithState'],
    status: 500,
    says: 'Cannot invoke "java.util.Map.get(Object)" because "connectorConfig" is null',
    verdict: 'permanent',
  },
  {
    when: 'the message is null',
    calls: [...anyRead, ...anyWrite],
    status: 500,
    says: null,
    verdict: 'permanent',
  },

  // 400, 404, 405 and the other 4xx
  {
    when: 'the web server refuses the URL (4.0 and later), reading',
    calls: ['readPluginKeys'],
    status: 400,
    raw: page,
    verdict: 'permanent',
  },
  {
    when: 'the web server refuses the URL (4.0 and later), writing',
    calls: ['putConfig', 'delete'],
    status: 400,
    raw: '',
    verdict: 'permanent',
  },
  {
    when: 'a 400 that is about no configuration',
    calls: ['delete', 'restart'],
    status: 400,
    says: 'Bad',
    verdict: 'permanent',
  },
  {
    when: 'the worker is starting, and answers with a page',
    calls: anyRead,
    status: 404,
    raw: page,
    verdict: 'busy',
  },
  {
    when: 'the worker is starting, and answers without a body',
    calls: [...anyWrite, 'validate'],
    status: 404,
    raw: '',
    verdict: 'busy',
  },
  {
    when: 'there is no such connector',
    calls: ['delete', 'awaitStarted'],
    status: 404,
    says: 'Connector orders not found',
    verdict: 'absent',
  },
  {
    when: 'a 2.8 follower repeats that',
    calls: ['delete'],
    status: 500,
    says: forwarded('Connector orders not found'),
    verdict: 'absent',
  },
  {
    when: 'there is no such connector to pause',
    calls: ['setState'],
    status: 404,
    says: 'Unknown connector orders',
    verdict: 'absent',
  },
  {
    when: 'there is no such connector to restart',
    calls: ['restart', 'restartTask'],
    status: 404,
    says: 'Unknown connector: orders',
    verdict: 'absent',
  },
  {
    when: 'there is no such task',
    calls: ['restartTask'],
    status: 404,
    says: 'Unknown task: orders-0',
    verdict: 'absent',
  },
  {
    when: 'there is no status yet',
    calls: ['awaitStarted'],
    status: 404,
    says: 'No status found for connector orders',
    verdict: 'absent',
  },
  {
    when: 'there is no status to plan a restart by',
    calls: ['restart'],
    status: 404,
    says: 'Status for connector orders not found',
    verdict: 'busy',
  },
  {
    when: 'there is no such plugin',
    calls: ['readPluginKeys'],
    status: 404,
    says: 'Unknown plugin io.foo.Bar.',
    verdict: 'absent',
  },
  {
    when: 'the worker has no such path',
    calls: ['setState', 'readPluginKeys', 'readOffsets', 'restart', 'validate', 'putConfig'],
    status: 404,
    says: 'HTTP 404 Not Found',
    verdict: 'unsupported',
  },
  {
    when: 'the path that all workers have is not there',
    calls: ['readWorker', 'listNames', 'readPlugins'],
    status: 404,
    says: 'HTTP 404 Not Found',
    verdict: 'not-connect',
  },
  {
    when: 'a gateway knows no route',
    calls: anyCall,
    status: 404,
    raw: '{"message":"no Route matched"}',
    verdict: 'not-connect',
  },
  {
    when: 'a server says 404 in plain text',
    calls: anyCall,
    status: 404,
    raw: '404 page not found',
    verdict: 'not-connect',
  },
  {
    when: 'the worker has the path, and not the method',
    calls: ['setState', 'putConfig', 'validate'],
    status: 405,
    says: 'HTTP 405 Method Not Allowed',
    verdict: 'unsupported',
  },
  {
    when: 'a list cannot be read with GET',
    calls: ['readWorker', 'listNames'],
    status: 405,
    raw: '',
    verdict: 'not-connect',
  },
  {
    when: 'the credentials are refused, in plain text',
    calls: anyCall,
    status: 401,
    raw: 'User cannot access the resource.',
    verdict: 'unauthorised',
  },
  {
    when: 'the credentials do not suffice for the cluster',
    calls: ['readWorker', 'listNames', 'readConnectors', 'readStatuses'],
    status: 403,
    says: 'Forbidden',
    verdict: 'unauthorised',
  },
  {
    when: 'the credentials do not suffice for a connector or a class',
    calls: anyCall.filter(
      (call) => !['readWorker', 'listNames', 'readConnectors', 'readStatuses'].includes(call),
    ),
    status: 403,
    says: 'Forbidden',
    verdict: 'forbidden',
  },
  {
    when: 'a gateway forbids one path, with a page',
    calls: ['putConfig', 'delete', 'setState', 'restart', 'readTasks'],
    status: 403,
    raw: page,
    verdict: 'forbidden',
  },
  { when: 'the proxy wants credentials', calls: anyCall, status: 407, raw: page, verdict: 'unauthorised' },
  {
    when: 'a header is not to its liking',
    calls: anyCall,
    status: 415,
    says: 'HTTP 415 Unsupported Media Type',
    verdict: 'permanent',
  },
  { when: 'a gateway slows us down', calls: anyCall, status: 429, raw: '', verdict: 'busy' },
  {
    when: 'a gateway waited in vain for the request',
    calls: anyWrite,
    status: 408,
    raw: '',
    verdict: 'unknown-outcome',
  },

  // 3xx and 5xx of others
  { when: 'it redirects', calls: anyCall, status: 302, raw: '', verdict: 'not-connect' },
  { when: 'a captive portal answers', calls: anyCall, status: 511, raw: page, verdict: 'not-connect' },
  {
    when: 'a gateway fails, reading',
    calls: [...anyRead, 'validate'],
    status: 502,
    raw: page,
    verdict: 'busy',
  },
  { when: 'a gateway fails, writing', calls: anyWrite, status: 502, raw: page, verdict: 'unknown-outcome' },
  {
    when: 'a gateway fails with 500 and a page, reading',
    calls: anyRead,
    status: 500,
    raw: page,
    verdict: 'busy',
  },
  {
    when: 'a gateway fails with 500 and a page, writing',
    calls: anyWrite,
    status: 500,
    raw: page,
    verdict: 'unknown-outcome',
  },
  { when: 'a gateway is out of patience, reading', calls: anyRead, status: 504, raw: page, verdict: 'busy' },
  {
    when: 'a gateway is out of patience, writing',
    calls: anyWrite,
    status: 504,
    raw: page,
    verdict: 'unknown-outcome',
  },
  { when: 'a gateway has no worker to pass it to', calls: anyCall, status: 503, raw: page, verdict: 'busy' },
  {
    when: 'Envoy could not connect',
    calls: anyWrite,
    status: 503,
    raw: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    verdict: 'busy',
  },
  {
    when: 'Envoy lost the connection after passing it on',
    calls: anyWrite,
    status: 503,
    raw: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
    verdict: 'unknown-outcome',
  },

  // 2xx
  {
    when: 'a connector is going away while it is read (4.3)',
    calls: ['awaitStarted'],
    status: 204,
    raw: '',
    verdict: 'busy',
  },
  { when: 'a login page comes with 200', calls: anyCall, status: 200, raw: page, verdict: 'not-connect' },
  { when: 'plain text comes with 200', calls: anyCall, status: 200, raw: 'OK', verdict: 'not-connect' },
  {
    when: 'an error comes with 200',
    calls: anyCall,
    status: 200,
    says: 'not really',
    verdict: 'not-connect',
  },
  {
    when: 'a read is answered with nothing',
    calls: ['readWorker', 'listNames', 'readPlugins', 'validate'],
    status: 200,
    raw: '',
    verdict: 'not-connect',
  },
  {
    when: 'half of the JSON comes, reading',
    calls: anyRead,
    status: 200,
    raw: '{"orders": {"info',
    verdict: 'not-connect',
  },
  {
    when: 'half of the JSON comes, writing',
    calls: ['putConfig', 'createWithState'],
    status: 200,
    raw: '{"name": "ord',
    verdict: 'unknown-outcome',
  },
  {
    when: 'a configuration is written and nothing said',
    calls: ['putConfig', 'createWithState'],
    status: 200,
    raw: '',
    verdict: 'unknown-outcome',
  },
  {
    when: 'all is well: JSON',
    calls: [...anyRead, 'validate', 'putConfig', 'createWithState'],
    status: 200,
    raw: '{}',
    verdict: 'success',
  },
  {
    when: 'something else accepts what a worker answers with 202 or 204',
    calls: ['delete', 'setState', 'restart', 'restartTask'],
    status: 200,
    raw: '{"status":"UP"}',
    verdict: 'unknown-outcome',
  },
  {
    when: 'all is well: a plan of restarts',
    calls: ['restart'],
    status: 202,
    raw: '{"name":"orders","connector":{"state":"RESTARTING"},"tasks":[]}',
    verdict: 'success',
  },
  {
    when: 'all is well: created',
    calls: ['putConfig', 'createWithState'],
    status: 201,
    raw: '{"name":"orders","config":{}}',
    verdict: 'success',
  },
  { when: 'success: accepted', calls: ['setState', 'restart'], status: 202, raw: '', verdict: 'success' },
  {
    when: 'all is well: no content',
    calls: ['delete', 'setState', 'restart', 'restartTask'],
    status: 204,
    raw: '',
    verdict: 'success',
  },
];

describe('an answer is classified by status, call and message', () => {
  it.each(cases)('$status, $when: $verdict', ({ calls, status, says, raw, milliseconds, verdict }) => {
    const text = raw ?? JSON.stringify({ error_code: status, message: says });
    const verdicts = calls.map((endpoint) => [
      endpoint,
      classifyAnswer({ endpoint, status, body: inspectBody(text), milliseconds: milliseconds ?? 20 }) ??
        'success',
    ]);
    expect(verdicts).toEqual(calls.map((endpoint) => [endpoint, verdict]));
  });
});

describe('a request without an answer', () => {
  const verdict = (endpoint: EndpointName, reason: NoAnswerReason, sent: boolean) =>
    classifyNoAnswer(endpoint, { reason, detail: undefined }, sent);
  const connecting: readonly NoAnswerReason[] = [
    'refused',
    'unknown-host',
    'unreachable',
    'connect-timeout',
    'proxy',
    'cut',
    'timeout',
    'interrupted',
  ];

  it.each(connecting)('may be sent again where certainly no byte of it left: %s', (reason) => {
    expect(anyWrite.map((endpoint) => verdict(endpoint, reason, false))).toEqual(
      anyWrite.map(() => 'not-sent'),
    );
  });

  it.each(['cut', 'timeout', 'malformed', 'too-large', 'interrupted'] as const)(
    'has an unknown outcome where it changes something and may have left: %s',
    (reason) => {
      expect(anyWrite.map((endpoint) => verdict(endpoint, reason, true))).toEqual(
        anyWrite.map(() => 'unknown-outcome'),
      );
    },
  );

  it.each(['cut', 'timeout'] as const)('only has to be tried again where it reads: %s', (reason) => {
    expect(verdict('listNames', reason, true)).toBe('busy');
    expect(verdict('validate', reason, true)).toBe('busy');
  });

  it.each([
    ['tls', 'permanent'],
    ['unsendable', 'permanent'],
    ['too-large', 'permanent'],
    ['interrupted', 'permanent'],
    ['malformed', 'not-connect'],
  ] as const)('is given up where trying again cannot help a read: %s', (reason, expected) => {
    expect(verdict('listNames', reason, true)).toBe(expected);
  });
});
