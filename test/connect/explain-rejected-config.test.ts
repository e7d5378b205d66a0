import { describe, expect, it } from 'vitest';
import { explainRejectedConfig } from '../../src/connect/explain-rejected-config.ts';

const config = new Map([
  ['connector.class', 'io.foo.Bar'],
  ['password', '${file:/secrets/db.properties:password}'],
  ['user', '${file:/secrets/user.properties:name}'],
  ['again', '${file:/secrets/user.properties:name}'],
  ['tasks.max', 'many'],
]);

describe('a configuration that a worker rejects as a whole', () => {
  it.each([
    [
      'an unknown class',
      'Failed to find any class that implements Connector and which name matches io.foo.Bar',
      'connector.class',
    ],
    ['an ambiguous class', 'More than one connector matches alias Bar', 'connector.class'],
    [
      'a class that does not fit',
      'Included connector type A does not match request type B',
      'connector.class',
    ],
    ['topics missing', 'Must configure one of topics or topics.regex', 'topics'],
    ['topics twice', 'topics and topics.regex are mutually exclusive options, but both are set.', 'topics'],
    [
      'a dead letter topic among them',
      "The DLQ topic 'a' may not be included in the list of topics ('topics=a')",
      'errors.deadletterqueue.topic.name',
    ],
    ['a value', 'Invalid value many for configuration tasks.max: Not a number of type INT', 'tasks.max'],
    [
      'a value that speaks like the worker',
      'Invalid value  for configuration x for configuration tasks.max: no',
      'tasks.max',
    ],
    ['a value of a key that is not in the file', 'Invalid value 1 for configuration other.key', 'other.key'],
    ['a key that is missing', 'Missing required configuration "file" which has no default value.', 'file'],
    [
      'a file that one key refers to',
      'Could not read properties from file /secrets/db.properties',
      'password',
    ],
    [
      'a file that several keys refer to',
      'Could not read properties from file /secrets/user.properties',
      undefined,
    ],
    ['a file that none refers to', 'Could not read properties from file /elsewhere', undefined],
    ['an exception of the plugin', 'no route to the database', undefined],
  ])('names the key where the message does: %s', (_what, message, key) => {
    expect(explainRejectedConfig(message, config)).toEqual({ key, workerMessage: message });
  });

  it('is the same behind the name of an exception', () => {
    const { key, workerMessage } = explainRejectedConfig(
      'org.apache.kafka.connect.errors.ConnectException: org.apache.kafka.common.config.ConfigException: Must configure one of topics or topics.regex',
      config,
    );
    expect({ key, workerMessage }).toEqual({
      key: 'topics',
      workerMessage: 'Must configure one of topics or topics.regex',
    });
  });

  it.each([[undefined], [''], ['null']])('has a text also where the worker has none: %j', (said) => {
    expect(explainRejectedConfig(said, config)).toEqual({
      key: undefined,
      workerMessage: 'the plugin failed without saying why',
    });
  });
});
