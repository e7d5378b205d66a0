import { beforeAll, describe, expect, it } from 'vitest';
import { connectorPath } from './rest-client.ts';
import type { ConnectorBody, StatusBody, Subject } from './subject.ts';
import { create, createRunning, reach, sinkConfig, sourceConfig, tasks, uniqueName } from './subject.ts';

type Expanded = Readonly<
  Record<string, { readonly info?: ConnectorBody | null; readonly status?: StatusBody }>
>;

/** The lists, from which plan and apply read everything: Connect REST contract 4.2. */
export function describeListing(subject: Subject): void {
  describe('the list of connectors', () => {
    describeLists(subject);
    describeSlowStart(subject);
  });
}

function describeLists(subject: Subject): void {
  const { rest } = subject;
  const source = uniqueName('listed-source');
  const sink = uniqueName('listed-sink');
  const list = async (query: string) => (await rest.get(`/connectors${query}`)).json as Expanded;

  beforeAll(async () => {
    await create(subject, source, sourceConfig(subject, source));
    await create(subject, sink, sinkConfig(subject, sink, { 'tasks.max': '2' }));
  });

  it('is an array of names', async () => {
    const answer = await rest.get('/connectors');
    expect(answer.status).toBe(200);
    expect(answer.mediaType).toBe('application/json');
    expect(answer.json).toEqual(expect.arrayContaining([source, sink]));
  });

  it('contains with expand=info each configuration as sent plus the name, the tasks and the type', async () => {
    await reach(subject, sink, 'RUNNING', tasks(2, 'RUNNING'));
    const listed = await list('?expand=info');
    expect(listed[sink]).toEqual({
      info: {
        name: sink,
        config: { ...sinkConfig(subject, sink, { 'tasks.max': '2' }), name: sink },
        tasks: [
          { connector: sink, task: 0 },
          { connector: sink, task: 1 },
        ],
        type: 'sink',
      },
    });
    expect(listed[source]?.info?.type).toBe('source');
  });

  it('contains with expand=status the states of the connector and its tasks, sorted, with their worker', async () => {
    await reach(subject, sink, 'RUNNING', tasks(2, 'RUNNING'));
    const worker_id = new URL(subject.worker().url).host;
    const version = subject.rules.pluginVersions ? { version: subject.rules.text } : {};
    expect((await list('?expand=status'))[sink]).toEqual({
      status: {
        name: sink,
        connector: { state: 'RUNNING', worker_id, ...version },
        tasks: [
          { id: 0, state: 'RUNNING', worker_id, ...version },
          { id: 1, state: 'RUNNING', worker_id, ...version },
        ],
        type: 'sink',
      },
    });
  });

  it('contains both where both are requested', async () => {
    await reach(subject, source, 'RUNNING', ['RUNNING']);
    const listed = await list('?expand=info&expand=status');
    expect(Object.keys(listed[source] ?? {}).sort()).toEqual(['info', 'status']);
  });

  for (const expansion of ['info,status', 'nothing']) {
    it(`contains empty objects for an unknown expansion: ${expansion}`, async () => {
      await reach(subject, source, 'RUNNING');
      expect((await list(`?expand=${expansion}`))[source]).toEqual({});
    });
  }

  it('does not change when it is read', async () => {
    const before = await list('?expand=info');
    expect(await list('?expand=info')).toEqual(before);
  });
}

function describeSlowStart(subject: Subject): void {
  const { rest } = subject;

  it('shows a starting connector with expand=info only; its status does not exist yet', async () => {
    const name = uniqueName('slow-start');
    await create(subject, name, await subject.worker().slowStart(name));
    const listed = async (query: string) =>
      Object.keys((await rest.get(`/connectors${query}`)).json as object);

    expect(await listed('?expand=info')).toContain(name);
    expect((await rest.get('/connectors')).json).toContain(name);
    expect(await listed('?expand=status')).not.toContain(name);
    expect(await listed('?expand=info&expand=status')).not.toContain(name);
    expect(await rest.get(connectorPath(name, '/status'))).toMatchObject({
      status: 404,
      json: { error_code: 404, message: `No status found for connector ${name}` },
    });

    await reach(subject, name, 'RUNNING');
    expect(await listed('?expand=info&expand=status')).toContain(name);
  });

  it('shows a connector with both expansions once it runs', async () => {
    const name = uniqueName('both');
    await createRunning(subject, name, sourceConfig(subject, name));
    const both = (await rest.get('/connectors?expand=info&expand=status')).json as Expanded;
    expect(both[name]?.status?.connector.state).toBe('RUNNING');
  });
}
