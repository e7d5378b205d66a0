import { poll } from '../support/poll.ts';

/** Milliseconds from the first request. */
export interface LoopTiming {
  /** The last write was answered. */
  readonly written: number;
  /** All connectors, and one task of each, were seen RUNNING for the first time. */
  readonly running: number;
  /** The errors that a person would have seen. */
  readonly amiss: readonly string[];
}

/**
 * What people do without connect-sync: `for file in …; do curl -X PUT …; done`. The next request goes out when the
 * one before is answered. The worker must have no other connectors.
 */
export async function putOneByOne(
  url: string,
  configs: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Promise<LoopTiming> {
  const amiss: string[] = [];
  const started = Date.now();
  for (const [name, config] of configs) {
    const answer = await fetch(`${url}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(config),
    });
    if (!answer.ok) amiss.push(`${answer.status} ${await answer.text()}`);
  }
  const written = Date.now() - started;
  await poll(async () => (await areRunning(url, configs.size)) || undefined, {
    what: 'all are RUNNING',
    within: 120_000,
    every: 100,
  });
  return { written, running: Date.now() - started, amiss };
}

interface Status {
  readonly connector: { readonly state: string };
  readonly tasks: readonly { readonly state: string }[];
}

/** Whether there are so many connectors, each RUNNING with its one task. */
export async function areRunning(url: string, count: number): Promise<boolean> {
  const answer = await fetch(`${url}/connectors?expand=status`);
  const listed = Object.values(
    (await answer.json()) as Readonly<Record<string, { readonly status: Status }>>,
  );
  const isRunning = ({ status: { connector, tasks } }: { readonly status: Status }) =>
    connector.state === 'RUNNING' && tasks.length === 1 && tasks[0]?.state === 'RUNNING';
  return listed.length === count && listed.every(isRunning);
}
