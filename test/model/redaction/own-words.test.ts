import { describe, expect, it } from 'vitest';
import { keepOwnWords } from '../../../src/model/redaction/own-words.ts';

const declared = new Set(['orders', 'orders-sink', 'db-1', 'app', 'connection.password', 'connection.url']);
const keep = (text: string) => keepOwnWords(text, { isDeclared: (word) => declared.has(word) });

describe('of a text that may quote what the worker resolved', () => {
  it.each([
    "java.sql.SQLException: Access denied for user 'app'@'10.0.0.7' (using password: YES)",
    'Unknown host db.example',
    'Caused by: java.net.UnknownHostException: db.example.com: Name or service not known',
    'java.net.ConnectException: Connection refused',
    'Connection to db-1:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.',
    'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure',
    'FATAL: password authentication failed for user "app" (SQLState: 28P01)',
    'ORA-01017: invalid username/password; logon denied',
    'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
    '\tat com.example.Sink.start(Sink.java:12)',
    '\tat java.base/java.lang.Thread.run(Thread.java:829) [na:?]',
    '\t... 12 more',
    'WorkerSinkTask{id=orders-sink-0} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted.',
    'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
    'org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment. Call: listTopics',
    'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [orders]',
    'java.lang.NoClassDefFoundError: com/example/Client (a jar is missing on the worker)',
    'java.lang.NoClassDefFoundError: org/x/Y (this plugin was built for an older Kafka version; it needs a newer release)',
    'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    'Failed to find any class that implements Connector and which name matches io.foo.Bar',
    'Could not read properties from file /run/secrets/db.properties',
    'Topic orders not present in metadata after 60000 ms.',
    'Subject not found.; error code: 40401',
    'Missing required configuration "connection.url" which has no default value.',
    'password=(sensitive), x',
    'Request timed out. The worker is currently ensuring membership in the cluster, which began at 2024-01-01T00:00:00Z',
    '10.0.0.7:8083',
    'worker-1:8083',
  ])('this stays: %s', (text) => {
    expect(keep(text)).toBe(text);
  });

  it.each([
    ['cannot log in with hunter2 as app', 'cannot log in with (not shown) as app'],
    ['no driver for jdbc:mysql:/app:pw@db/x', 'no driver for jdbc:mysql:/app:(not shown)'],
    ['Map{connection.password=hunter2, user=app}', 'Map{connection.password=(not shown), user=app}'],
    ['\tconnection.password = correct horse battery', '\tconnection.password = (not shown)'],
    ['For input string: "8842"', 'For input string: "(not shown)"'],
    ["password 'correct horse' is wrong", "password '(not shown)' is wrong"],
    [
      'java.lang.Error: Invalid value x1 y2 for configuration connection.url: it is not x1 y2',
      'java.lang.Error: Invalid value (not shown) for configuration connection.url: it is not (not shown)',
    ],
    ['\tat hunter2(B.java:1)', '\tat (not shown))'],
    ['a vault-password or a ResolvedValue', 'a (not shown) or a (not shown)'],
    ['hunter2', '(not shown)'],
    ['%68unter \\u0068unter aHVudGVyMg==', '(not shown)'],
  ])('of this only the harmless part: %s', (text, shown) => {
    expect(keep(text)).toBe(shown);
  });

  it('identifiers stay where no key but a password refers to a provider', () => {
    const open = (text: string) => keepOwnWords(text, { isDeclared: () => false, identifiers: true });
    for (const text of ['shop.inventory.order_items', 'mysql-bin.000003', 'ORDERS', '24023128']) {
      expect(open(text)).toBe(text);
    }
    expect(open('hunter2-Canary')).toBe('(not shown)');
  });

  it('can be long and hostile', () => {
    const hostile = [
      '"',
      "'",
      '=',
      'a=',
      '.',
      '[',
      'Invalid value ',
      ' for configuration ',
      'a.',
      '-',
      '://a.b',
    ];
    for (const one of hostile) expect(typeof keep(one.repeat(100_000))).toBe('string');
  });
});
