import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from './rest-client.ts';
import { connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import {
  create,
  expectError,
  readConnector,
  sinkClass,
  sinkConfig,
  sourceClass,
  sourceConfig,
  uniqueName,
} from './subject.ts';

interface ValidationBody {
  readonly name: string;
  readonly error_count: number;
  readonly groups: readonly string[];
  readonly configs: readonly {
    readonly definition: { readonly name: string; readonly type: string } | null;
    readonly value: ValueBody | null;
  }[];
}

interface ValueBody {
  readonly name: string;
  readonly value: string | null;
  readonly recommended_values: readonly string[];
  readonly errors: readonly string[];
  readonly visible: boolean;
}

/** Validation of a configuration by its plugin: Connect REST contract 7. */
export function describeValidation(subject: Subject): void {
  describe('a validation', () => {
    describeGood(subject);
    if (subject.rules.clientOverrides) describePasswords(subject);
    describeErrors(subject);
    describeAllowedValues(subject);
    describeFailures(subject);
    describeReferences(subject);
  });
}

/** What `plugins pull` relies on. */
function describeAllowedValues(subject: Subject): void {
  const validate = validator(subject);
  const word = 'connect-sync: no such value';

  it('without the required keys lists the allowed values of all keys that are wrong', async () => {
    const name = uniqueName('probe');
    const config = { name, 'connector.class': sourceClass, topics: 'connect-sync' };
    const answer = await validate({ ...config, 'errors.tolerance': word, 'config.action.reload': word });
    expect(answer.status).toBe(200);
    const body = bodyOf(answer);
    expect(errorsOf(body)).toMatchObject({
      'errors.tolerance': [expect.stringMatching(/String must be one of: none, all$/)],
      'config.action.reload': [expect.stringMatching(/String must be one of: none, restart$/)],
      topic: [expect.stringMatching(/^Missing required configuration "topic"/)],
    });
    expect(body.configs.map(({ definition }) => definition?.name)).toEqual(
      expect.arrayContaining(['file', 'topic', 'batch.size', 'tasks.max']),
    );
  });

  it('lists the keys of a transformation and a predicate behind their aliases, without any of their values', async () => {
    const name = uniqueName('probe');
    const body = bodyOf(
      await validate({
        name,
        'connector.class': sourceClass,
        topics: 'connect-sync',
        transforms: 'a',
        'transforms.a.type': 'org.apache.kafka.connect.transforms.RegexRouter',
        predicates: 'a',
        'predicates.a.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
      }),
    );
    const names = body.configs.map(({ definition }) => definition?.name);
    expect(names).toEqual(
      expect.arrayContaining(['transforms.a.regex', 'transforms.a.replacement', 'predicates.a.pattern']),
    );
  });
}

function validator({ rest }: Subject): (config: unknown, plugin?: string) => Promise<Answer> {
  return (config, plugin = sourceClass) => rest.put(`/connector-plugins/${plugin}/config/validate`, config);
}

function describeGood(subject: Subject): void {
  const validate = validator(subject);

  it('of a good configuration has no errors and creates nothing', async () => {
    const name = uniqueName('valid');
    const answer = await validate({ ...sourceConfig(subject, name), name });
    expect(answer.status).toBe(200);
    const body = bodyOf(answer);
    expect(body).toMatchObject({ name: sourceClass, error_count: 0 });
    expect(body.groups).toEqual(expect.arrayContaining(['Common', 'Transforms']));
    expect(errorsOf(body)).toEqual({});
    expect((await subject.rest.get('/connectors')).json).not.toContain(name);
  });

  it('shows the type and value of each key, and that it is visible', async () => {
    const name = uniqueName('valid');
    const body = bodyOf(await validate({ ...sourceConfig(subject, name), name }));
    const typeOf = (key: string) =>
      body.configs.find((each) => each.definition?.name === key)?.definition?.type;
    expect({
      name: typeOf('name'),
      'tasks.max': typeOf('tasks.max'),
      'batch.size': typeOf('batch.size'),
    }).toEqual({
      name: 'STRING',
      'tasks.max': 'INT',
      'batch.size': 'INT',
    });
    expect(echoOf(body, 'topic')).toEqual({
      name: 'topic',
      value: `${name}-topic`,
      recommended_values: [],
      errors: [],
      visible: true,
    });
    // The default, not what was sent: the answer does not show which.
    expect(echoOf(body, 'batch.size')?.value).toBe('2000');
  });

  it('takes short names in the path, with the whole name in the configuration', async () => {
    const name = uniqueName('valid');
    for (const alias of ['FileStreamSource', 'FileStreamSourceConnector']) {
      const answer = await validate({ ...sourceConfig(subject, name), name }, alias);
      expect(answer.status, answer.text).toBe(200);
    }
  });

  it('leaves out unknown keys', async () => {
    const name = uniqueName('valid');
    const body = bodyOf(await validate({ ...sourceConfig(subject, name), name, 'task.max': 'typo' }));
    expect(body.error_count).toBe(0);
    expect(echoOf(body, 'task.max')).toBeUndefined();
  });

  it('shows the keys of a transformation with their prefix', async () => {
    const name = uniqueName('valid');
    const body = bodyOf(
      await validate({
        ...sourceConfig(subject, name),
        name,
        transforms: 'route',
        'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
        'transforms.route.regex': '(.*)',
        'transforms.route.replacement': 'x-$1',
      }),
    );
    expect(errorsOf(body)).toEqual({});
    expect(echoOf(body, 'transforms.route.replacement')?.value).toBe('x-$1');
    expect(body.groups).toContain('Transforms: route');
  });
}

function describePasswords(subject: Subject): void {
  const validate = validator(subject);

  it('shows the type of a PASSWORD and hides its value', async () => {
    const name = uniqueName('password');
    const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required password="canary";';
    const key = 'producer.override.sasl.jaas.config';
    const answer = await validate({ ...sourceConfig(subject, name), name, [key]: jaas });
    const found = bodyOf(answer).configs.find((each) => each.value?.name === key);
    expect(found?.definition?.type).toBe('PASSWORD');
    expect(found?.value).toMatchObject({ value: '[hidden]', errors: [] });
    expect(answer.text).not.toContain('canary');
  });
}

function describeErrors(subject: Subject): void {
  const { rules } = subject;
  const validate = validator(subject);

  it('is 200 with errors too, each at its key', async () => {
    const name = uniqueName('invalid');
    const { topic: _, ...config } = sourceConfig(subject, name, { 'tasks.max': 'many', 'batch.size': 'x' });
    const answer = await validate({ ...config, name });
    expect(answer.status).toBe(200);
    const body = bodyOf(answer);
    const errors = errorsOf(body);
    expect(Object.keys(errors).sort()).toEqual(['batch.size', 'tasks.max', 'topic']);
    expect(errors['tasks.max']?.[0]).toBe(
      'Invalid value many for configuration tasks.max: Not a number of type INT',
    );
    expect(errors['topic']?.[0]).toBe('Missing required configuration "topic" which has no default value.');
    expect(body.error_count).toBeGreaterThanOrEqual(3);
    expect(echoOf(body, 'tasks.max')?.value).toBeNull();
  });

  it('reports a value below the minimum', async () => {
    const name = uniqueName('invalid');
    const body = bodyOf(await validate({ ...sourceConfig(subject, name), name, 'tasks.max': '0' }));
    expect(errorsOf(body)).toEqual({
      'tasks.max': ['Invalid value 0 for configuration tasks.max: Value must be at least 1'],
    });
  });

  it('reports a missing name', async () => {
    const body = bodyOf(await validate(sourceConfig(subject, 'n')));
    expect(errorsOf(body)).toEqual({
      name: ['Missing required configuration "name" which has no default value.'],
    });
  });

  it('reports a transformation without a class or with a wrong one', async () => {
    const name = uniqueName('invalid');
    const base = { ...sourceConfig(subject, name), name, transforms: 'a,b' };
    const errors = errorsOf(bodyOf(await validate({ ...base, 'transforms.b.type': 'no.such.Class' })));
    expect(Object.keys(errors).sort()).toEqual(['transforms.a.type', 'transforms.b.type']);
  });

  it('reports a missing key of a transformation', async () => {
    const name = uniqueName('invalid');
    const errors = errorsOf(
      bodyOf(
        await validate({
          ...sourceConfig(subject, name),
          name,
          transforms: 'route',
          'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
          'transforms.route.regex': '(.*)',
        }),
      ),
    );
    expect(Object.keys(errors)).toEqual(['transforms.route.replacement']);
  });

  it('reports a converter that is not a class', async () => {
    const name = uniqueName('invalid');
    const answer = await validate({
      ...sourceConfig(subject, name),
      name,
      'value.converter': 'no.such.Class',
    });
    expect(Object.keys(errorsOf(bodyOf(answer)))).toEqual(['value.converter']);
  });

  it(`of a sink without topics ${rules.sinkTopicsPerKey ? 'has an error at both keys' : 'is a 500'}`, async () => {
    const name = uniqueName('invalid');
    const { topics: _, ...config } = sinkConfig(subject, name);
    const answer = await validate({ ...config, name }, sinkClass);
    if (rules.sinkTopicsPerKey) {
      expect(Object.keys(errorsOf(bodyOf(answer))).sort()).toEqual(['topics', 'topics.regex']);
    } else {
      expectError(answer, 500, /Must configure one of topics or topics\.regex/);
    }
  });

  it('with null', async () => {
    const name = uniqueName('invalid');
    const body = bodyOf(await validate({ ...sourceConfig(subject, name), name, 'a.key': null }));
    expect(Object.keys(errorsOf(body))).toEqual(rules.nullRefused ? ['a.key'] : []);
  });
}

function describeFailures(subject: Subject): void {
  const validate = validator(subject);

  it('without a class is a 500 that begins with a Java class', async () => {
    const answer = await validate({ name: 'n' });
    const printed = subject.rules.showsResolvedValues ? ' {name=n}' : '';
    const exception = 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException';
    expectError(answer, 500, `${exception}: Connector config${printed} contains no connector type`);
  });

  it('of an unknown class is a 500 on every version', async () => {
    const answer = await validate({ name: 'n', 'connector.class': 'no.such.Class' }, 'no.such.Class');
    expectError(
      answer,
      500,
      /Failed to find any class that implements Connector and which name matches no\.such\.Class, available connectors are: /,
    );
  });

  it('of another class than that of the path is a 400', async () => {
    const answer = await validate({ ...sourceConfig(subject, 'n'), name: 'n' }, sinkClass);
    expectError(
      answer,
      400,
      `Included connector type ${sourceClass} does not match request type ${sinkClass}`,
    );
  });
}

function describeReferences(subject: Subject): void {
  const { rest } = subject;
  const validate = validator(subject);

  it('of a reference to an unknown provider treats it as text', async () => {
    const name = uniqueName('reference');
    const body = bodyOf(await validate({ ...sourceConfig(subject, name), name, topic: '${nobody:a:b}' }));
    expect(echoOf(body, 'topic')?.value).toBe('${nobody:a:b}');
  });

  if (!subject.traits.resolvesReferences) return;
  const { showsResolvedValues } = subject.rules;
  it(`shows the ${showsResolvedValues ? 'resolved value, where every read shows the reference as sent' : 'reference as sent, as every read does'}`, async () => {
    const name = uniqueName('reference');
    const secrets = path.join(subject.worker().folder, `${name}.properties`);
    await writeFile(secrets, 'topic=resolved-topic\nbatch=not-a-number\n');
    const config = sourceConfig(subject, name, { topic: `\${file:${secrets}:topic}` });

    const body = bodyOf(await validate({ ...config, name }));
    expect(echoOf(body, 'topic')?.value).toBe(showsResolvedValues ? 'resolved-topic' : config['topic']);

    await create(subject, name, config);
    expect((await readConnector(subject, name)).config['topic']).toBe(config['topic']);

    const invalid = { ...config, 'batch.size': `\${file:${secrets}:batch}` };
    const refused = await rest.put(connectorPath(name, '/config'), invalid);
    if (showsResolvedValues) {
      expectError(refused, 400, /Invalid value not-a-number for configuration batch\.size/);
    } else {
      expectError(
        refused,
        400,
        /Invalid value for configuration 'batch\.size': the value resolved from the config provider reference failed validation/,
      );
      expect(refused.text).not.toContain('not-a-number');
    }
  });
}

function bodyOf(answer: Answer): ValidationBody {
  expect(answer.status, answer.text).toBe(200);
  return answer.json as ValidationBody;
}

function echoOf(body: ValidationBody, key: string): ValueBody | undefined {
  return body.configs.find((each) => each.value?.name === key)?.value ?? undefined;
}

/** The messages of each key with errors. */
function errorsOf(body: ValidationBody): Readonly<Record<string, readonly string[]>> {
  const withErrors = body.configs.flatMap(({ value }) => (value && value.errors.length > 0 ? [value] : []));
  return Object.fromEntries(withErrors.map((value) => [value.name, value.errors]));
}
