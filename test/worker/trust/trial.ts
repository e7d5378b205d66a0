import { expect } from 'vitest';
import { stringify } from 'yaml';
import { inParallel } from '../../../src/model/in-parallel.ts';
import { makeProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { type CliRun, type CliWorld, runCli } from '../../support/run-cli.ts';

/** What stands in one connector file. */
export interface Wish {
  readonly config?: Readonly<Record<string, string>>;
  readonly state?: 'running' | 'paused' | 'stopped' | 'absent';
  readonly changeWhile?: 'paused' | 'stopped';
  readonly dependsOn?: readonly string[];
}

/** A connector as the worker itself reports it, read past the program. */
export interface Reported {
  readonly config: Readonly<Record<string, string>>;
  /** The connector's, and behind it each task's: `RUNNING 0:RUNNING 1:FAILED`. */
  readonly states: string;
  /** Of the connector and of each task. */
  readonly workerIds: readonly string[];
}

/** A project in a temporary folder that is applied to real workers; its connectors are its own. */
export interface Trial {
  readonly folder: ProjectFolder;
  readonly url: string;
  /** Writes `connectors/NAME.yaml`. */
  wish(name: string, wish: Wish): void;
  /** Runs a command in the folder, against the workers, at the pace of life. */
  run(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
  /** Every connector that a file names, as the worker reports it; those that are not there are left out. */
  reported(): Promise<Readonly<Record<string, Reported>>>;
  /** Makes a request that somebody else would make, and expects it to succeed. */
  behindOurBack(method: string, resource: string, body?: object): Promise<void>;
}

/** Tries something on real workers, and leaves no connector behind. */
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
      wish: (name, wish) => {
        names.add(name);
        folder.write(`connectors/${name}.yaml`, stringify(wish));
      },
      run: (args, world) =>
        runCli(args, {
          directory: folder.directory,
          ...world,
          environment: { CONNECT_SYNC_CLUSTER: url, ...world?.environment },
        }),
      reported,
      behindOurBack: async (method, resource, body) => {
        expect(await request(url, { method, resource, body })).toBeLessThan(300);
      },
    });
  } finally {
    await tidyUp(url, [...names]);
    folder.remove();
  }
}

/** Several at a time: one by one, each would wait for the rebalance of the one before. */
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
