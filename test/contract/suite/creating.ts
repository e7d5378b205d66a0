import { describe, expect, it } from 'vitest';
import { connectorPath } from './rest-client.ts';
import type { ConnectorBody, Subject } from './subject.ts';
import {
  create,
  expectError,
  reach,
  readConnector,
  sinkConfig,
  sourceConfig,
  tasks,
  uniqueName,
} from './subject.ts';

/** New connectors, by PUT and by POST: Connect REST contract 4.3 and 4.5. */
export function describeCreating(subject: Subject): void {
  describe('a new connector', () => {
    describePut(subject);
    describeRefusedPut(subject);
  });
  describe('POST', () => {
    describePost(subject);
    describeRefusedPost(subject);
    describeInitialState(subject);
  });
}

function describePut(subject: Subject): void {
  it('is created by PUT: 201, its location, the configuration plus its name, no tasks yet', async () => {
    const name = uniqueName('put');
    const config = sourceConfig(subject, name);
    const answer = await create(subject, name, config);
    expect(answer.headers.get('location')).toMatch(new RegExp(`/connectors/${name}$`));
    expect(answer.json).toEqual({ name, config: { ...config, name }, tasks: [], type: 'source' });
  });

  it('starts with its tasks by itself', async () => {
    const name = uniqueName('comes-up');
    await create(subject, name, sinkConfig(subject, name, { 'tasks.max': '3' }));
    await reach(subject, name, 'RUNNING', tasks(3, 'RUNNING'));
  });

  it('can be read at once, in spite of the rebalance', async () => {
    const name = uniqueName('read-at-once');
    await create(subject, name, sourceConfig(subject, name));
    expect((await readConnector(subject, name)).config).toEqual({ ...sourceConfig(subject, name), name });
    const config = await subject.rest.get(connectorPath(name, '/config'));
    if (config.status === 200) expect(config.json).toEqual({ ...sourceConfig(subject, name), name });
  });

  it('starts running, whatever the key initial_state has', async () => {
    const name = uniqueName('state-as-key');
    await create(subject, name, sourceConfig(subject, name, { initial_state: 'PAUSED' }));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    expect((await readConnector(subject, name)).config['initial_state']).toBe('PAUSED');
  });

  it('may contain its own name; four at a time are all accepted', async () => {
    const made = Array.from({ length: 8 }, () => uniqueName('company'));
    const waiting = [...made];
    const lane = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        await create(subject, name, sourceConfig(subject, name, { name }));
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    for (const name of made) await reach(subject, name, 'RUNNING', ['RUNNING']);
  });
}

function describeRefusedPut(subject: Subject): void {
  const { rest, rules } = subject;

  it('is rejected where its configuration has another name', async () => {
    const name = uniqueName('other-name');
    const answer = await rest.put(connectorPath(name, '/config'), sourceConfig(subject, name, { name: 'x' }));
    expectError(
      answer,
      400,
      `Connector name configuration (x) doesn't match connector name in the URL (${name})`,
    );
  });

  it('changes nothing if the body has only another name, as the check of permissions sends it', async () => {
    const name = 'connect-sync-doctor';
    const other = 'connect-sync-doctor-writes-nothing';
    const answer = await rest.put(`/connectors/${name}/config`, { name: other });
    expectError(
      answer,
      400,
      `Connector name configuration (${other}) doesn't match connector name in the URL (${name})`,
    );
    const names = (await rest.get('/connectors')).json;
    expect(names).not.toContain(name);
    expect(names).not.toContain(other);
  });

  it('is rejected with all of its errors, and does not exist then', async () => {
    const name = uniqueName('refused');
    const { topic: _, ...config } = sourceConfig(subject, name, { 'tasks.max': 'many' });
    const answer = await rest.put(connectorPath(name, '/config'), config);
    expectError(
      answer,
      400,
      /^Connector configuration is invalid and contains the following \d+ error\(s\):\n/,
    );
    expect(answer.json).toMatchObject({
      message: expect.stringContaining('Missing required configuration "topic" which has no default value.'),
    });
    expect(answer.json).toMatchObject({
      message: expect.stringContaining(
        'Invalid value many for configuration tasks.max: Not a number of type INT',
      ),
    });
    expect(answer.json).toMatchObject({
      message: expect.stringMatching(
        /You can also find the above list of errors at the endpoint `\/connector-plugins\/\{connectorType\}\/config\/validate`$/,
      ),
    });
    expect((await rest.get('/connectors')).json).not.toContain(name);
  });

  it('is rejected without a class', async () => {
    const name = uniqueName('no-class');
    const answer = await rest.put(connectorPath(name, '/config'), {});
    const printed = rules.showsResolvedValues ? ` {name=${name}}` : '';
    expectError(answer, 400, `Connector config${printed} contains no connector type`);
  });

  it(`with an unknown class is a ${rules.unknownClassIs400 ? 400 : 500}`, async () => {
    const name = uniqueName('unknown-class');
    const answer = await rest.put(connectorPath(name, '/config'), { 'connector.class': 'no.such.Class' });
    expectError(
      answer,
      rules.unknownClassIs400 ? 400 : 500,
      /Failed to find any class that implements Connector and which name matches no\.such\.Class/,
    );
  });

  for (const [title, topics] of [
    ['without topics', {}],
    ['with topics and a pattern', { topics: 'a', 'topics.regex': 'b' }],
  ] as const) {
    it(`${title} is a sink refused with ${rules.sinkTopicsPerKey ? 400 : 500}`, async () => {
      const name = uniqueName('sink-topics');
      const { topics: _, ...config } = sinkConfig(subject, name);
      const answer = await rest.put(connectorPath(name, '/config'), { ...config, ...topics });
      expectError(answer, rules.sinkTopicsPerKey ? 400 : 500, /topics/);
    });
  }

  it(`that overrides a client setting is ${rules.clientOverrides ? 'accepted' : 'rejected by the default policy'}`, async () => {
    const name = uniqueName('override');
    const config = sourceConfig(subject, name, { 'producer.override.linger.ms': '5' });
    const answer = await rest.put(connectorPath(name, '/config'), config);
    if (rules.clientOverrides) expect(answer.status).toBe(201);
    else {
      expectError(
        answer,
        400,
        /The 'None' policy does not allow 'linger\.ms' to be overridden in the connector configuration\./,
      );
    }
  });
}

function describePost(subject: Subject): void {
  const { rest } = subject;

  it('creates a connector: 201, its location, the configuration plus its name', async () => {
    const name = uniqueName('post');
    const config = sourceConfig(subject, name);
    const answer = await rest.post('/connectors', { name, config });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.headers.get('location')).toMatch(new RegExp(`/connectors/${name}$`));
    expect(answer.json).toEqual({ name, config: { ...config, name }, tasks: [], type: 'source' });
  });

  it('trims the name', async () => {
    const name = uniqueName('trimmed');
    const answer = await rest.post('/connectors', { name: ` ${name} `, config: sourceConfig(subject, name) });
    expect(answer.json).toMatchObject({ name, config: { name } });
  });

  it('of one name four times at once answers 201 at least once, otherwise 409', async () => {
    const name = uniqueName('race');
    const sent = Array.from({ length: 4 }, () =>
      rest.post('/connectors', { name, config: sourceConfig(subject, name) }),
    );
    const statuses = (await Promise.all(sent)).map((answer) => answer.status);
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
  });
}

function describeRefusedPost(subject: Subject): void {
  const { rest } = subject;

  it('rejects an existing name: 409', async () => {
    const name = uniqueName('exists');
    await create(subject, name, sourceConfig(subject, name));
    const answer = await rest.post('/connectors', { name, config: sourceConfig(subject, name) });
    expectError(answer, 409, `Connector ${name} already exists`);
  });

  it('rejects a configuration with another name', async () => {
    const name = uniqueName('post-other');
    const answer = await rest.post('/connectors', {
      name,
      config: sourceConfig(subject, name, { name: 'x' }),
    });
    expectError(
      answer,
      400,
      `Connector name configuration (x) doesn't match connector name in the URL (${name})`,
    );
  });

  it('rejects a missing or empty name', async () => {
    for (const body of [
      { config: sourceConfig(subject, 'n') },
      { name: ' ', config: sourceConfig(subject, 'n') },
    ]) {
      expectError(await rest.post('/connectors', body), 400, /^Connector configuration is invalid/);
    }
  });

  it('answers 500 where the configuration is missing or a field is unknown', async () => {
    const name = uniqueName('post-bad');
    expectError(await rest.post('/connectors', { name }), 500, /connectorConfig/);
    const unknown = await rest.post('/connectors', {
      name,
      config: sourceConfig(subject, name),
      state: 'PAUSED',
    });
    expectError(unknown, 500, /^Unrecognized field "state"/);
    expect((await rest.get('/connectors')).json).not.toContain(name);
  });
}

function describeInitialState(subject: Subject): void {
  const { rest, rules } = subject;
  const post = (name: string, initial_state: string) =>
    rest.post('/connectors', { name, config: sourceConfig(subject, name), initial_state });

  if (!rules.initialState) {
    it('does not know initial_state: 500, and nothing is created', async () => {
      const name = uniqueName('initial');
      expectError(await post(name, 'PAUSED'), 500, /^Unrecognized field "initial_state"/);
      expect((await rest.get('/connectors')).json).not.toContain(name);
    });
    return;
  }

  for (const state of ['PAUSED', 'STOPPED', 'stopped', 'RUNNING']) {
    it(`creates a connector in its initial state ${state}`, async () => {
      const name = uniqueName('initial');
      const answer = await post(name, state);
      expect(answer.status, answer.text).toBe(201);
      expect((answer.json as ConnectorBody).config).toEqual({ ...sourceConfig(subject, name), name });
      await reach(subject, name, state.toUpperCase(), state === 'RUNNING' ? ['RUNNING'] : []);
    });
  }

  it('answers 500 for a state that does not exist', async () => {
    const name = uniqueName('initial');
    expectError(await post(name, 'ASLEEP'), 500, /InitialState/);
    expect((await rest.get('/connectors')).json).not.toContain(name);
  });

  it('creates a paused connector whose tasks are generated when it is resumed', async () => {
    const name = uniqueName('initial');
    await post(name, 'PAUSED');
    await reach(subject, name, 'PAUSED', []);
    await rest.put(connectorPath(name, '/resume'));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });
}
