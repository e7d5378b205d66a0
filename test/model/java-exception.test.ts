import { describe, expect, it } from 'vitest';
import { withMeaning, withoutExceptionClass } from '../../src/model/java-exception.ts';

describe('the class of an exception in front of a message', () => {
  it.each([
    [
      'org.apache.kafka.connect.errors.ConnectException: no route to the database',
      'no route to the database',
    ],
    [
      'org.apache.kafka.common.config.ConfigException: Invalid value x for configuration a',
      'Invalid value x for configuration a',
    ],
    ['java.util.concurrent.ExecutionException: org.x.FooException: it failed', 'it failed'],
    ['io.foo.Bar: no exception', 'io.foo.Bar: no exception'],
  ])('is left out where it adds nothing: %s', (message, expected) => {
    expect(withoutExceptionClass(message)).toBe(expected);
  });

  it.each([
    'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser',
    'java.lang.ClassNotFoundException: com.example.Client',
    "java.lang.NoSuchMethodError: 'void com.example.Client.open()'",
    'java.lang.NoSuchFieldError: INSTANCE',
    'java.lang.AbstractMethodError: Receiver class a.B does not define or inherit c()',
    'java.lang.UnsupportedClassVersionError: a/B has been compiled by a more recent version',
    'java.lang.ExceptionInInitializerError: Exception java.lang.IllegalStateException: x',
    'java.util.ServiceConfigurationError: a.B: Provider c.D not found',
    'java.lang.NullPointerException: Cannot invoke "String.length()" because "url" is null',
    'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException: Plugin a.B not found',
    'java.net.UnknownHostException: db.example.com: Name or service not known',
    'java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 3',
    'java.nio.file.NoSuchFileException: /etc/secrets/key.pem',
    'com.example.KeyFileException: /etc/secrets/key.pem',
    'com.example.SomeException: null',
  ])('stays where the message needs it: %s', (message) => {
    expect(withoutExceptionClass(message)).toBe(message);
    expect(withoutExceptionClass(`org.apache.kafka.connect.errors.ConnectException: ${message}`)).toBe(
      message,
    );
  });
});

describe('the meaning of an exception', () => {
  const older = 'this plugin was built for an older Kafka version; it needs a newer release';
  const newer = 'this plugin was built for a newer Kafka version than the worker has';
  const other = "this plugin was built for another Kafka version than the worker's";
  const jar = 'a jar is missing on the worker';
  const differ =
    'jars on the worker do not fit together: the plugin was built against another version of a library';

  it.each([
    ['java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser', older],
    ['java.lang.ClassNotFoundException: org.apache.kafka.common.utils.Exit', older],
    ['org/apache/kafka/common/utils/AppInfoParser', older],
    ['java.lang.NoClassDefFoundError: javax/ws/rs/core/Response', older],
    ['java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/internals/AppInfoParser', newer],
    ['java.lang.NoClassDefFoundError: org/apache/kafka/connect/util/SharedTopicAdmin', other],
    ["java.lang.NoSuchMethodError: 'void org.apache.kafka.common.config.ConfigDef.x()'", other],
    ['java.lang.NoClassDefFoundError: com/example/Client', jar],
    ['com/example/Client', jar],
    ['java.lang.ClassNotFoundException: io.confluent.connect.avro.AvroConverter', jar],
    ['The plugin failed: java.lang.ClassNotFoundException: a.B', jar],
    ['java.lang.ClassNotFoundException', jar],
    [
      'java.lang.NoClassDefFoundError: Could not initialize class com.example.Client',
      'a class of the plugin failed when it was first used; the first failure is in the log of the worker',
    ],
    ["java.lang.NoSuchMethodError: 'void com.example.Client.open()'", differ],
    ['java.lang.NoSuchFieldError: INSTANCE', differ],
    ['java.lang.AbstractMethodError: Receiver class a.B does not define or inherit c()', differ],
    [
      'java.util.ServiceConfigurationError: a.B: Provider c.D not found',
      'a jar on the worker is incomplete, or does not fit the others',
    ],
    [
      'java.lang.UnsupportedClassVersionError: a/B has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
      'the plugin was built for a newer Java: it needs Java 21, and the worker runs on Java 17',
    ],
    ['java.lang.UnsupportedClassVersionError: a/B', 'the plugin was built for a newer Java'],
    [
      'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException: Plugin a.B not found',
      'no installed version fits connector.plugin.version',
    ],
    [
      'Cannot invoke "java.util.List.stream()" because the return value of "org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException.availableVersions()" is null',
      'no installed version fits connector.plugin.version',
    ],
    ['java.lang.NullPointerException', 'a fault of the plugin, or a key that it needs without saying so'],
  ])('of %s', (message, meaning) => {
    expect(withMeaning(message)).toBe(`${message} (${meaning})`);
    expect(withMeaning(withMeaning(message))).toBe(`${message} (${meaning})`);
  });

  it.each([
    'no route to the database',
    'org.apache.kafka.connect.errors.ConnectException: no',
    '/etc/passwd',
    'a/b',
    '',
  ])('is left open where it is not known: %s', (message) => {
    expect(withMeaning(message)).toBe(message);
  });

  it('is found fast, however hostile the text is', () => {
    for (const hostile of [
      'a.',
      'a/',
      'NoClassDefFoundError: ',
      'UnsupportedClassVersionError class file version 6',
      'a.BException: ',
    ]) {
      const text = hostile.repeat(200_000);
      expect(withMeaning(withoutExceptionClass(text)).length).toBeLessThan(text.length + 200);
    }
  });
});
