import { describe, expect, it } from 'vitest';
import { type Diagnostic, describeDiagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { KeyError, PluginKey, Validation } from '../../src/model/plugin.ts';
import { assessValidation, withoutRepeatedWarnings } from '../../src/plan/assess-validation.ts';
import { absent, live, type PresentParts, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const config = { 'tasks.max': 'many', 'connector.class': 'org.example.Source', 'database.hostname': '' };

describe('an objection', () => {
  it('stands on the line of its key', () => {
    const found = assess({ errors: [error('tasks.max', 'Not a number of type INT')] });
    expect(found).toMatchObject([
      { code: 'rejected-by-worker', severity: 'error', source: { file: 'connectors/a.yaml', line: 4 } },
    ]);
    expect(messages(found)).toEqual(['the worker rejects "tasks.max" of a: Not a number of type INT']);
  });

  it('to a key that is not in the file stands on connector.class', () => {
    const found = assess({
      errors: [error('database.user', 'Missing required configuration "database.user"')],
    });
    expect(found[0]?.source?.line).toBe(5);
  });

  it.each(['producer', 'consumer', 'admin'])(
    'to a key of a client stands on the %s override that sets it',
    (client) => {
      const own = `${client}.override.linger.ms`;
      const words = 'Invalid value x for configuration linger.ms: Not a number of type LONG';
      const found = assess({ errors: [error('linger.ms', words)] }, { config: { ...config, [own]: 'x' } });
      expect(found).toMatchObject([{ code: 'rejected-by-worker', args: { key: own }, source: { line: 7 } }]);
    },
  );

  it('to a key that two clients override stands on the one with the value that it quotes', () => {
    const overrides = { 'admin.override.retries': '1', 'producer.override.retries': 'x' };
    const words = 'Invalid value x for configuration retries: Not a number of type INT';
    const found = assess({ errors: [error('retries', words)] }, { config: overrides });
    expect(found).toMatchObject([{ args: { key: 'producer.override.retries' } }]);
    const own = assess({ errors: [error('retries', words)] }, { config: { ...overrides, retries: 'x' } });
    expect(own).toMatchObject([{ args: { key: 'retries' } }]);
  });

  it('to an override does not quote what a provider resolved', () => {
    const parts = { config: { 'producer.override.linger.ms': '${file:/a:b}' } };
    const words = 'Invalid value canary for configuration linger.ms: Not a number of type LONG';
    const found = messages(assess({ errors: [error('linger.ms', words)] }, parts));
    expect(found.join()).toContain('producer.override.linger.ms');
    expect(found.join()).not.toContain('canary');
  });

  it.each([
    ['transforms.ts.target.type', 'transforms.ts.type'],
    ['transforms.a.b.field', 'transforms.a.b.type'],
    ['transforms.other.type', 'transforms'],
    ['predicates.p.pattern', 'predicates.p.type'],
    ['key.converter.schema.registry.url', 'key.converter'],
    ['value.converter.converter.type', 'value.converter'],
    ['header.converter.x', 'header.converter'],
    ['topic.creation.default.partitions', 'topic.creation.groups'],
  ])('to the missing key %s stands on %s, once', (key, cause) => {
    const written = { ...config, transforms: 'ts', 'transforms.a.type': 'X', predicates: 'p', [cause]: 'X' };
    const line = 4 + Object.keys(written).indexOf(cause);
    const found = assess(
      {
        errors: [
          error(key, `Missing required configuration "${key}" which has no default value.`),
          error(key, `Invalid value null for configuration ${key}: String must be one of: a, b`),
        ],
      },
      { config: written },
    );
    expect(found).toMatchObject([{ args: { key }, source: { line } }]);
  });

  it('that the worker repeats for several keys is shown once, on the key that says most', () => {
    const words = 'Plugin X has no version 9.9.9';
    const keys = ['connector.class', 'connector.plugin.version', 'key.converter'];
    const written = { ...config, 'connector.plugin.version': '9.9.9' };
    const found = assess({ errors: keys.map((key) => error(key, words)) }, { config: written });
    expect(found).toMatchObject([{ args: { key: 'connector.plugin.version' }, source: { line: 7 } }]);
  });

  it('to the whole configuration stands on connector.class too, else on the connector', () => {
    const errors = [error(undefined, 'the plugin is in a bad mood')];
    expect(assess({ errors })).toMatchObject([{ code: 'config-rejected', source: { line: 5 } }]);
    expect(assess({ errors }, { config: { a: '1' } })[0]?.source?.line).toBe(1);
  });

  it('is told without the class of a Java exception before it', () => {
    const found = assess({
      errors: [error(undefined, 'org.apache.kafka.connect.errors.ConnectException: it is broken')],
    });
    expect(messages(found)).toEqual(['the worker rejects the config of a: it is broken']);
  });

  it('is told once where the worker tells it twice', () => {
    const found = assess({
      errors: [
        error('tasks.max', 'Invalid value many for configuration tasks.max: Not a number of type INT'),
        error('tasks.max', 'Invalid value null for configuration tasks.max: Value must be non-null'),
      ],
    });
    expect(messages(found)).toEqual([
      'the worker rejects "tasks.max" of a: Invalid value many for configuration tasks.max: Not a number of type INT',
    ]);
  });

  it('of a null is kept where it is the only one', () => {
    const only = error('b', 'Invalid value null for configuration b: Value must be non-null');
    expect(assess({ errors: [only] })).toHaveLength(1);
  });

  it('is nothing for a step that writes no configuration', () => {
    const plan = planFor({ desired: [absent('a')], live: [live('a')] });
    const step = plan.steps[0];
    if (!step) throw new Error('there is a deletion');
    expect(assessValidation(step, { keys: [], errors: [error('a', 'no')] })).toEqual([]);
  });
});

describe('a plugin that is not installed', () => {
  const answer =
    'Failed to find any class that implements Connector and which name matches org.example.Sauce, ' +
    'available connectors are: org.example.Other, org.example.SourceConnector';

  it('is told in one sentence, with the installed class that is near', () => {
    const found = assess(
      { errors: [error(undefined, answer)] },
      { config: { ...config, 'connector.class': 'org.example.Sauce' } },
    );
    expect(found).toMatchObject([{ code: 'plugin-not-installed', source: { line: 5 } }]);
    expect(messages(found)).toEqual([
      'plugin org.example.Sauce is not installed on the worker (connector.class of a)',
    ]);
    expect(hints(found)[0]).toContain('did you mean org.example.SourceConnector?');
  });

  it('is not recognized by a class that is secret, nor by one far away', () => {
    const parts = { config: { 'connector.class': 'canary.Class' }, secretKeys: ['connector.class'] };
    const found = assess({ errors: [error(undefined, answer)] }, parts);
    expect(JSON.stringify([messages(found), hints(found)])).not.toMatch(/canary|secret/);
    const far = assess(
      { errors: [error(undefined, answer)] },
      { config: { 'connector.class': 'x.Elastic' } },
    );
    expect(hints(far)[0]).toContain('install the plugin');
  });
});

describe('a value that may be a secret', () => {
  const quoted = 'Invalid value canary-1 for configuration the.key: canary-1 is too short';

  it.each<[string, PresentParts, Partial<Validation>]>([
    ['from the environment', { secretKeys: ['the.key'] }, {}],
    ['of type PASSWORD', {}, { keys: [key('the.key', 'PASSWORD')] }],
    ['that a provider resolves', { config: { 'the.key': 'x-${file:/secrets:key}' } }, {}],
  ])('%s is not quoted', (_, parts, validation) => {
    const found = assess({ errors: [error('the.key', quoted)], ...validation }, parts);
    expect(messages(found)).toEqual([
      'the worker rejects "the.key" of a: Invalid value (not shown) for configuration the.key: ' +
        '(not shown) is too short',
    ]);
  });

  it('under a key that says so is not quoted either, with no key named by the worker', () => {
    const text = 'Invalid value canary for configuration database.password: no';
    expect(messages(assess({ errors: [error(undefined, text)] })).join()).not.toContain('canary');
  });

  it('is quoted where it is none', () => {
    expect(messages(assess({ errors: [error('the.key', quoted)] })).join()).toContain('canary-1');
  });

  it('hides the words of a plugin that saw what a provider resolved', () => {
    const parts = { config: { 'the.key': '${vault:path:key}', topics: 'a' } };
    const words = 'cannot log in with canary';
    expect(messages(assess({ errors: [error('the.key', words)] }, parts)).join()).not.toContain('canary');
    expect(messages(assess({ errors: [error(undefined, words)] }, parts)).join()).not.toContain('canary');
    expect(messages(assess({ errors: [error('topics', words)] }, parts)).join()).not.toContain('canary');
    expect(messages(assess({ errors: [error('topics', words)] }, parts)).join()).toContain(
      'cannot log in with',
    );
    const literal = { config: { 'the.key': 'b', topics: 'a' } };
    expect(messages(assess({ errors: [error('topics', words)] }, literal)).join()).toContain('canary');
  });

  it('is not taken for the name of a key', () => {
    const text = 'Invalid value x for configuration canary';
    const found = assess({ errors: [error('canary', text)] }, { config: { b: '${file:a:b}' } });
    expect(messages(found)).toEqual([
      'the worker rejects the config of a: Invalid value x for configuration (not shown)',
    ]);
    const missing = [error('database.hostname', 'Missing required configuration "database.hostname".')];
    expect(messages(assess({ errors: missing }, { config: { b: '${file:a:b}' } })).join()).toContain(
      'rejects "database.hostname"',
    );
  });

  it('does not hide what Connect itself says', () => {
    const parts = { config: { 'producer.override.sasl.jaas.config': '${vault:path:key}' } };
    const sentences = [
      "The 'None' policy does not allow 'sasl.jaas.config' to be overridden in the connector configuration.",
      'Missing required configuration "topics" which has no default value.',
      'Must configure one of topics or topics.regex',
      'Could not read properties from file /run/secrets.properties',
      "Invalid value for configuration 'topics': the value resolved from the config provider reference failed validation",
    ];
    for (const sentence of sentences) {
      const found = assess({ errors: [error('producer.override.sasl.jaas.config', sentence)] }, parts);
      expect(messages(found)[0]).toContain(sentence);
    }
  });

  it('does not hide what the JVM says of classes, nor which exception it was', () => {
    const parts = { config: { 'the.key': '${vault:path:key}' } };
    const jvm =
      'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser ' +
      '(this plugin was built for an older Kafka version; it needs a newer release)';
    expect(messages(assess({ errors: [error(undefined, jvm)] }, parts))[0]).toContain(jvm);
    const quoting = 'java.lang.NullPointerException: canary';
    const [said = ''] = messages(assess({ errors: [error(undefined, quoting)] }, parts));
    expect(said).toContain('java.lang.NullPointerException: the plugin rejects it; its message is not shown');
    expect(said).toContain('(a fault of the plugin, or a key that it needs without saying so)');
    expect(said).not.toContain('canary');
  });

  it('does not print the configuration that the worker prints', () => {
    const text = 'Connector config {name=a, password=canary} contains no connector type';
    const found = assess({ errors: [error(undefined, text)] }, { config: { b: '${file:a:b}' } });
    expect(messages(found)).toEqual([
      'the worker rejects the config of a: the configuration has no connector.class',
    ]);
  });
});

describe('a key that nobody defines', () => {
  const keys = [
    'tasks.max',
    'value.converter.schemas.enable',
    'topics.regex',
    'batch.size',
    'poll.interval.ms',
    'topics',
    'host.1',
  ].map((name) => key(name, 'STRING'));

  it.each([
    ['batch.siz', 'batch.size'],
    ['batch.szie', 'batch.size'],
    ['batch.sise', 'batch.size'],
    ['poll.interval.m', 'poll.interval.ms'],
    ['tasks.mxa', 'tasks.max'],
  ])('%s is a slip of %s: a warning on its line', (typed, meant) => {
    const found = assess({ keys }, { config: { [typed]: 'x' } });
    expect(found).toMatchObject([
      { code: 'undefined-config-key', severity: 'warning', source: { line: 4 }, args: { near: meant } },
    ]);
    expect(hints(found)).toEqual([`did you mean ${meant}?`]);
  });

  it.each([
    'batch.sizes.of.mine',
    'batch.ezis',
    'transforms.a.type',
    'producer.override.batch.size',
    'host.2',
    'max.tasks',
    'tasks.max',
  ])('%s may be meant', (typed) => {
    expect(assess({ keys }, { config: { [typed]: 'x' } })).toEqual([]);
  });

  it('is left in peace where the one it resembles is set too, or nothing is known', () => {
    expect(assess({ keys }, { config: { 'batch.siz': '1', 'batch.size': '1' } })).toEqual([]);
    expect(assess({ keys: [] }, { config: { 'batch.siz': '1' } })).toEqual([]);
  });

  it.each(['task.max', 'value.converter.schema.enable', 'topic.regex', '_topics', '#topics'])(
    '%s is reported once, by the check of the files',
    (typed) => {
      expect(assess({ keys }, { config: { [typed]: 'x' } })).toEqual([]);
    },
  );
});

describe('the missing type of an alias', () => {
  const source = { file: 'connectors/a.yaml', line: 4, column: 3 };
  const warning = diagnose('alias-without-type', { list: 'transforms', alias: 'one' }, { source });

  it('is reported once where the worker refuses it too', () => {
    const key = 'transforms.one.type';
    const refusal = diagnose('rejected-by-worker', { name: 'a', key, workerMessage: 'Missing' }, { source });
    expect(withoutRepeatedWarnings([warning, refusal])).toEqual([refusal]);
    const other = diagnose(
      'rejected-by-worker',
      { name: 'a', key: 'x', workerMessage: 'Missing' },
      { source },
    );
    expect(withoutRepeatedWarnings([warning, other])).toEqual([warning, other]);
  });

  it('is no unknown key where the alias is misspelled', () => {
    const known = [key('transforms.one.type', 'CLASS')];
    expect(assess({ keys: known }, { config: { transforms: 'one', 'transforms.noe.type': 'X' } })).toEqual(
      [],
    );
  });
});

describe('a key that the installed plugin no longer reads', () => {
  const className = 'io.debezium.connector.postgresql.PostgresConnector';
  const keys = ['topic.prefix', 'table.include.list'].map((name) => key(name, 'STRING'));

  it('is reported with the new one, on its line', () => {
    const found = assess(
      { keys },
      { config: { 'connector.class': className, 'database.server.name': 'p', 'table.whitelist': 'a.b' } },
    );
    expect(found).toMatchObject([
      { code: 'renamed-key', args: { key: 'table.whitelist', replacement: 'table.include.list' } },
      { code: 'renamed-key', args: { key: 'database.server.name', replacement: 'topic.prefix' } },
    ]);
    expect(found[0]?.source?.line).toBe(6);
  });

  it('is reported once where the files show it too', () => {
    const config = { 'connector.class': className, 'topic.prefix': 'p', 'table.whitelist': 'a.b' };
    expect(assess({ keys }, { config })).toEqual([]);
  });
});

function assess(validation: Partial<Validation>, parts: PresentParts = {}): Diagnostic[] {
  const plan = planFor({ desired: [present('a', { config, ...parts })] });
  const step = plan.steps[0];
  if (!step) throw new Error('there is a create');
  return assessValidation(step, { keys: [], errors: [], ...validation });
}

function error(named: string | undefined, workerMessage: string): KeyError {
  return { key: named, workerMessage };
}

function key(name: string, type: string): PluginKey {
  return {
    name,
    type,
    required: false,
    defaultValue: undefined,
    importance: 'LOW',
    documentation: '',
    group: undefined,
  };
}

function messages(found: readonly Diagnostic[]): string[] {
  return found.map((diagnostic) => describeDiagnostic(diagnostic, (text) => text).message);
}

function hints(found: readonly Diagnostic[]): (string | undefined)[] {
  return found.map((diagnostic) => describeDiagnostic(diagnostic, (text) => text).hint);
}
