import { expect } from 'vitest';
import { stringify } from 'yaml';
import { inParallel } from '../../../src/model/in-parallel.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { type CliRun, type CliWorld, runCli } from '../../support/run-cli.ts';

/** The content of a connector file. */
export interface ConnectorFile {
  readonly config?: Readonly<Record<string, string>>;
  readonly state?: 'running' | 'paused' | 'stopped' | 'absent';
  readonly changeWhile?: 'paused' | 'stopped';
  readonly dependsOn?: readonly string[];
  readonly allowNoTasks?: boolean;
}

/** A connector as the worker reports it, read without the program. */
export interface Reported {
  readonly config: Readonly<Record<string, string>>;
  /** The state of the connector, then of each task: `RUNNING 0:RUNNING 1:FAILED`. */
  readonly states: string;
  /** Of the connector and of each task. */
  readonly workerIds: readonly string[];
}

/** A project in a temporary folder that is applied to real workers; its connectors are its own. */
export interface Trial {
  readonly folder: ProjectFolder;
  readonly url: string;
  /** Writes `connectors/NAME.yaml`. */
  declare(name: string, file: ConnectorFile): void;
  /** Runs a command in the folder, against the workers, in real time. */
  run(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
  /** Every declared connector as the worker reports it; those that do not exist are left out. */
  reported(): Promise<Readonly<Record<string, Reported>>>;
  /** Sends a request as another client would, and expects it to succeed. */
  requestDirectly(method: string, resource: string, body?: object): Promise<void>;
}

/** Runs a trial on real workers, and deletes its connectors afterwards. */
export async function trial(url: string, attempt: (trial: Trial) => Promise<void>): Promise<void> {
  const folder = makeProjectFolder({});
  const names = new Set<string>();
  const reported = async () => {
    const all = await readAll(url);
    return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  };
  try {
    await attempt({
      folder,
      url,
      declare: (name, file) => {
        names.add(name);
        folder.write(`connectors/${name}.yaml`, stringify(file));
      },
      run: (args, world) =>
        runCli(args, {
          directory: folder.directory,
          ...world,
          environment: { CONNECT_SYNC_CLUSTER: url, ...world?.environment },
        }),
      reported,
      requestDirectly: async (method, resource, body) => {
        expect(await request(url, { method, resource, body })).toBeLessThan(300);
      },
    });
  } finally {
    await tidyUp(url, [...names]);
    folder.remove();
  }
}

/** Several at a time: one by one, each deletion would wait for the rebalance of the one before. */
async function tidyUp(url: string, names: readonly string[]): Promise<void> {
  await inParallel(names, 8, async (name) => {
    const deletion = request(url, { method: 'DELETE', resource: `/connectors/${name}` });
    // Workers that were stopped meanwhile took their connectors with them.
    await deletion.catch(() => undefined);
  });
}

interface Request {
  readonly method: string;
  readonly resource: string;
  readonly body?: object | undefined;
}

async function request(url: string, { method, resource, body }: Request): Promise<number> {
  const { status } = await fetch(`${url}${resource}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}

interface Instance {
  readonly state: string;
  readonly worker_id: string;
}

interface Listed {
  readonly info: { readonly config: Readonly<Record<string, string>> };
  readonly status: {
    readonly connector: Instance;
    readonly tasks: readonly (Instance & { readonly id: number })[];
  };
}

async function readAll(url: string): Promise<Readonly<Record<string, Reported>>> {
  const answer = await fetch(`${url}/connectors?expand=info&expand=status`);
  const listed = (await answer.json()) as Readonly<Record<string, Listed>>;
  return Object.fromEntries(
    Object.entries(listed).map(
      ([
        name,
        {
          info,
          status: { connector, tasks },
        },
      ]) => {
        const { name: _, ...config } = info.config;
        const states = [connector.state, ...tasks.map(({ id, state }) => `${id}:${state}`)].join(' ');
        return [name, { config, states, workerIds: [connector, ...tasks].map((one) => one.worker_id) }];
      },
    ),
  );
}
