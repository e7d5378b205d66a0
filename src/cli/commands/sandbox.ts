import { type ConnectVersion, connectVersions } from '../../sandbox/profile.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { count, oneOf } from '../options/project-options.ts';
import { runCommand } from '../run-command.ts';

interface SandboxOptions {
  readonly port: number;
  readonly connectVersion: ConnectVersion;
  readonly anyClass?: boolean;
}

/** `sandbox`: an in-memory worker on loopback, for a first run with nothing installed. It ends with Ctrl-C. */
export const addSandboxCommand: AddCommand = (program, host, finish) => {
  program
    .command('sandbox')
    .description('run an in-memory Kafka Connect worker on this machine, for trying things out')
    .option('--port <n>', 'the port to listen on; 0 takes a free one', count, 8083)
    .option(
      '--connect-version <version>',
      `imitate Kafka Connect ${connectVersions.join(', ')}`,
      oneOf(connectVersions),
      '4.3',
    )
    .option('--any-class', 'accept any connector class, not only the ones it knows')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync sandbox --port 8083\n  connect-sync plan --cluster http://127.0.0.1:8083',
    )
    .action(async (options: SandboxOptions) =>
      finish(
        await runCommand(host, { cluster: [], envFile: [], var: new Map(), color: true }, () =>
          runSandbox(host, options),
        ),
      ),
    );
};

async function runSandbox(host: Host, options: SandboxOptions): Promise<ExitCode> {
  const sandbox = await startSandbox({
    port: options.port,
    connectVersion: options.connectVersion,
    anyClass: options.anyClass === true,
    clock: host.clock,
  });
  host.stdout.write(`${sandbox.url}\n`);
  host.stderr.write(
    `An in-memory Kafka Connect ${options.connectVersion} worker listens at ${sandbox.url}\n` +
      `Try:  connect-sync plan --cluster ${sandbox.url}\nCtrl-C ends it; nothing is kept.\n`,
  );
  await interrupted(host.interrupt);
  await sandbox.close();
  return exitCodes.success;
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
