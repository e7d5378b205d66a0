import { describe, expect, it } from 'vitest';
import { expectError, type Subject, sinkClass, sourceClass } from './subject.ts';

/** The worker itself and what it has installed: Connect REST contract 4.1, 4.18 to 4.20. */
export function describeRootAndPlugins(subject: Subject): void {
  describe('the worker', () => {
    describeRoot(subject);
    describeHealth(subject);
  });
  describe('the plugins', () => {
    describePluginList(subject);
    describePluginKeys(subject);
  });
}

function describeRoot({ rest, rules }: Subject): void {
  it('shows its version, its commit and its Kafka cluster', async () => {
    const answer = await rest.get('/');
    expect(answer.status).toBe(200);
    expect(answer.mediaType).toBe('application/json');
    expect(answer.json).toEqual({
      version: rules.text,
      commit: expect.any(String),
      kafka_cluster_id: expect.stringMatching(/^[\w-]{22}$/),
    });
  });
}

function describeHealth({ rest, rules }: Subject): void {
  if (rules.health) {
    it('reports that it is healthy', async () => {
      const answer = await rest.get('/health');
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        status: 'healthy',
        message: 'Worker has completed startup and is ready to handle requests.',
      });
    });
  } else {
    it('does not know /health', async () => {
      expectError(await rest.get('/health'), 404, 'HTTP 404 Not Found');
    });
  }
}

interface PluginBody {
  readonly class: string;
  readonly type: string;
  readonly version?: string;
}

function describePluginList({ rest, rules }: Subject): void {
  it('are listed with class, type and version, connectors only', async () => {
    const answer = await rest.get('/connector-plugins');
    expect(answer.status).toBe(200);
    const plugins = answer.json as readonly PluginBody[];
    expect(plugins).toContainEqual({ class: sourceClass, type: 'source', version: rules.text });
    expect(plugins).toContainEqual({ class: sinkClass, type: 'sink', version: rules.text });
    expect(plugins.filter(({ type }) => type !== 'source' && type !== 'sink')).toEqual([]);
  });

  for (const flag of ['false', 'FALSE', 'no', '1']) {
    it(`include the others with connectorsOnly=${flag}${rules.pluginKeys ? '' : ', which this version ignores'}`, async () => {
      const plugins = (await rest.get(`/connector-plugins?connectorsOnly=${flag}`)).json as PluginBody[];
      const others = ['converter', 'header_converter', 'predicate', 'transformation'];
      const found = new Set(plugins.map((plugin) => plugin.type));
      expect([...found].sort()).toEqual([...(rules.pluginKeys ? others : []), 'sink', 'source'].sort());
    });
  }

  it('are connectors only with connectorsOnly=true in any case', async () => {
    const plugins = (await rest.get('/connector-plugins?connectorsOnly=True')).json as PluginBody[];
    expect(new Set(plugins.map((plugin) => plugin.type))).toEqual(new Set(['sink', 'source']));
  });
}

interface KeyBody {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

function describePluginKeys({ rest, rules }: Subject): void {
  if (!rules.pluginKeys) {
    it('do not list their configuration keys', async () => {
      expectError(await rest.get(`/connector-plugins/${sourceClass}/config`), 404, 'HTTP 404 Not Found');
    });
    return;
  }

  it('list their configuration keys, their own before those of the framework', async () => {
    const answer = await rest.get(`/connector-plugins/${sourceClass}/config`);
    expect(answer.status).toBe(200);
    const keys = answer.json as readonly KeyBody[];
    const names = keys.map((key) => key.name);
    expect(names.slice(0, 3).sort()).toEqual(['batch.size', 'file', 'topic']);
    expect(names).toEqual(expect.arrayContaining(['name', 'connector.class', 'tasks.max', 'transforms']));
    expect(keys.find((key) => key.name === 'topic')).toMatchObject({ type: 'STRING', required: true });
    expect(keys.find((key) => key.name === 'batch.size')).toMatchObject({ type: 'INT', required: false });
  });

  it(`describe a key with a type, a default and its ${rules.unknownClassIs400 ? 'order_in_group' : 'order'}`, async () => {
    const keys = (await rest.get(`/connector-plugins/${sourceClass}/config`)).json as readonly KeyBody[];
    expect(keys.find((key) => key.name === 'tasks.max')).toEqual({
      name: 'tasks.max',
      type: 'INT',
      required: false,
      default_value: '1',
      importance: 'HIGH',
      documentation: expect.any(String),
      group: 'Common',
      [rules.unknownClassIs400 ? 'order_in_group' : 'order']: expect.any(Number),
      width: 'SHORT',
      display_name: 'Tasks max',
      dependents: [],
    });
  });

  it('are found by their short names too', async () => {
    for (const alias of ['FileStreamSource', 'FileStreamSourceConnector']) {
      const answer = await rest.get(`/connector-plugins/${alias}/config`);
      expect(answer.status, alias).toBe(200);
    }
  });

  it('that are unknown are a 404 with the name of the plugin', async () => {
    expectError(
      await rest.get('/connector-plugins/no.such.Plugin/config'),
      404,
      /Unknown plugin no\.such\.Plugin/,
    );
  });
}
