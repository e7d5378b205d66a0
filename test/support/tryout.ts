import { onTestFinished } from 'vitest';
import {
  type ConnectVersion,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { makeProjectFolder, type ProjectFolder } from './project-folder.ts';
import { realClock } from './real-clock.ts';
import { type CliRun, type CliWorld, runCli } from './run-cli.ts';

/** A project in a temporary folder and a sandbox that stands in for its cluster; both end with the test. */
export interface Tryout {
  readonly folder: ProjectFolder;
  readonly sandbox: Sandbox;
  /** Runs a command in the folder against the sandbox, some twenty times as fast as life. */
  run(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
  /** Method and path of every request that would change a cluster, so far. */
  writes(): readonly string[];
}

/** What a tryout starts with. */
export interface TryoutOptions extends Partial<Pick<SandboxOptions, 'anyClass' | 'plugins'>> {
  /** How the sandbox masks. */
  readonly sandboxMask?: SandboxOptions['mask'];
  readonly files: Readonly<Record<string, string>>;
  readonly connectVersion?: ConnectVersion;
  readonly environment?: Readonly<Record<string, string>>;
}

const speed = 20;

/** Starts a sandbox and makes a project; commands find the sandbox through CONNECT_SYNC_CLUSTER. */
export async function tryout(options: TryoutOptions): Promise<Tryout> {
  const folder = makeProjectFolder(options.files);
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: options.connectVersion ?? '4.3',
    anyClass: options.anyClass ?? false,
    ...(options.plugins && { plugins: options.plugins }),
    mask: options.sandboxMask,
    clock: realClock(),
    pace: 0.1,
  });
  onTestFinished(async () => {
    folder.remove();
    await sandbox.close();
  });
  return {
    folder,
    sandbox,
    run: (args, world) =>
      runCli(args, {
        directory: folder.directory,
        speed,
        ...world,
        environment: { CONNECT_SYNC_CLUSTER: sandbox.url, ...options.environment, ...world?.environment },
      }),
    writes: () => sandbox.requests.filter(changesCluster).map(({ method, path }) => `${method} ${path}`),
  };
}

/** Validation is a PUT that only reads. */
export function changesCluster({
  method,
  path,
}: {
  readonly method: string;
  readonly path: string;
}): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method) && !path.endsWith('/config/validate');
}
