import { InvalidArgumentError } from 'commander';
import { type MaskStyle, maskStyles } from '../../sandbox/masking.ts';
import { type ConnectVersion, connectVersions } from '../../sandbox/profile.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { collect, count, oneOf } from '../options/parsers.ts';
import { runCommand } from '../run-command.ts';

interface SandboxOptions {
  readonly port: number;
  readonly connectVersion: ConnectVersion;
  readonly anyClass?: boolean;
  readonly allowHost?: readonly string[];
  readonly mask?: MaskStyle;
}

/** `sandbox`: an in-memory worker on loopback, to try connect-sync without a Kafka Connect cluster. */
export const addSandboxCommand: AddCommand = (program, host, finish) => {
  program
    .command('sandbox')
    .description('run an in-memory Kafka Connect worker on this machine for testing')
    .option('--port <n>', 'port to listen on; 0 selects a free port', count, 8083)
    .option(
      '--connect-version <version>',
      `Kafka Connect version to imitate: ${connectVersions.join(', ')}`,
      oneOf(connectVersions),
      '4.3',
    )
    .option('--any-class', 'accept any connector class')
    .option(
      '--allow-host <name>',
      'host name that clients may call it by, such as host.docker.internal; may be repeated',
      hostName,
    )
    .option(
      '--mask <style>',
      `hide secrets in configs as managed workers do: ${maskStyles.join(', ')}`,
      oneOf(maskStyles),
    )
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync sandbox --port 8083\n  connect-sync plan --cluster http://127.0.0.1:8083',
    )
    .action(async (options: SandboxOptions) =>
      finish(
        await runCommand(host, { cluster: [], dotenv: [], var: new Map(), color: true }, () =>
          runSandbox(host, options),
        ),
      ),
    );
};

/** A host name without scheme and port. */
function hostName(text: string, before: readonly string[] = []): string[] {
  if (!/^[\w.-]+$/.test(text))
    throw new InvalidArgumentError('Expected a host name, without scheme and port.');
  return collect(text, before);
}

async function runSandbox(host: Host, options: SandboxOptions): Promise<ExitCode> {
  const sandbox = await startSandbox({
    port: options.port,
    connectVersion: options.connectVersion,
    anyClass: options.anyClass === true,
    allowedHosts: options.allowHost ?? [],
    mask: options.mask,
    clock: host.clock,
  });
  host.stdout.write(`${sandbox.url}\n`);
  host.stderr.write(
    `An in-memory Kafka Connect ${options.connectVersion} worker is listening at ${sandbox.url}\n` +
      `Try:  connect-sync plan --cluster ${sandbox.url}\nPress Ctrl-C to stop it; its state is not saved.\n`,
  );
  await interrupted(host.interrupt);
  await sandbox.close();
  return exitCodes.success;
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
