import { poll } from '../support/poll.ts';

/** The connector whose task cannot start: its file is in a folder that does not exist. */
export const failing = 'orders-archive';

/** Fifteen connectors as they run somewhere: two with secrets, three paused, one failed. */
export async function putFifteenConnectors(url: string): Promise<void> {
  const lines = Array.from(
    { length: 12 },
    (_, index) => `orders-lines-${String(index + 1).padStart(2, '0')}`,
  );
  for (const name of lines) await put(url, name, source(name));
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  for (const [name, password] of [
    ['payments-eu', 'eu-Pa55-4711'],
    ['payments-us', 'us-Pa55-0815'],
  ] as const) {
    const config = `${login} username="connect" password="${password}";`;
    await put(url, name, { ...source(name), 'producer.override.sasl.jaas.config': config });
  }
  const sink = {
    'connector.class': 'FileStreamSink',
    'tasks.max': '1',
    topics: 'orders',
    file: '/no/folder/orders.txt',
  };
  await put(url, failing, sink);
  for (const name of lines.slice(0, 3)) await request(`${url}/connectors/${name}/pause`, 'PUT');
  await poll(async () => (await hasSettled(url)) || undefined, {
    what: 'fifteen connectors',
    within: 60_000,
    every: 200,
  });
}

function source(name: string): Readonly<Record<string, string>> {
  return { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: name, file: `/tmp/${name}.txt` };
}

/** Changes a connector on the worker, past connect-sync. */
export async function changeOnWorker(
  url: string,
  name: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const config = (await (await request(`${url}/connectors/${name}/config`, 'GET')).json()) as Record<
    string,
    string
  >;
  await put(url, name, { ...config, ...changes });
}

async function put(url: string, name: string, config: Readonly<Record<string, string>>): Promise<void> {
  await request(`${url}/connectors/${name}/config`, 'PUT', JSON.stringify(config));
}

/** A worker that rebalances answers 409 for a moment. */
async function request(url: string, method: string, body?: string): Promise<Response> {
  return poll(
    async () => {
      const answer = await fetch(url, {
        method,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      });
      if (answer.ok) return answer;
      if (answer.status !== 409) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
      return undefined;
    },
    { what: `${method} ${url}`, within: 60_000, every: 300 },
  );
}

async function hasSettled(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/connectors?expand=status`);
  const listed = Object.values(
    (await answer.json()) as Readonly<
      Record<string, { readonly status: { readonly tasks: readonly { readonly state: string }[] } }>
    >,
  );
  const states = listed.flatMap(({ status }) => status.tasks.map(({ state }) => state));
  const count = (state: string) => states.filter((one) => one === state).length;
  return count('RUNNING') === 11 && count('PAUSED') === 3 && count('FAILED') === 1;
}
