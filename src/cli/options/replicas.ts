import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { ControllerInput } from '../../controller/run-controller.ts';
import type { Host } from '../host.ts';
import { oneOf } from './parsers.ts';
import { type CommonOptions, workingDirectory } from './project-options.ts';

/** The options about other processes: other replicas, and who hears of events. */
export interface ReplicaOptions {
  /** `none`, `lease`, or a file. */
  readonly leaderElection: string;
  readonly leaseName: string;
  readonly webhook?: string;
  readonly webhookFormat: 'cloudevents' | 'slack' | 'teams';
  readonly webhookSource?: string;
}

/** Adds them. */
export function withReplicaOptions(command: Command): Command {
  return command
    .option(
      '--leader-election <none|lease|file>',
      'how one of several replicas is active: a Kubernetes Lease, or a lock file on a shared volume',
      place,
      'none',
    )
    .option('--lease-name <name>', 'the name of the Lease', 'connect-sync')
    .option('--webhook <url>', 'post events to this URL (default: CONNECT_SYNC_WEBHOOK_URL)')
    .option(
      '--webhook-format <format>',
      'how events are posted: cloudevents, slack, teams',
      oneOf(['cloudevents', 'slack', 'teams']),
      'cloudevents',
    )
    .option('--webhook-source <uri>', 'the source of CloudEvents (default: /connect-sync)');
}

/**
 * What they mean. The URL of a webhook may be a secret, which belongs into the environment. A variable that is set and empty is
 * a value that is missing, not a request for none.
 */
export function replicaInput(
  host: Host,
  options: CommonOptions & ReplicaOptions,
): Pick<ControllerInput, 'leadership' | 'webhook'> {
  const { leaderElection, leaseName, webhook, webhookFormat: format, webhookSource: source } = options;
  const url = webhook ?? host.environment.get('CONNECT_SYNC_WEBHOOK_URL');
  const secret = host.environment.get('CONNECT_SYNC_WEBHOOK_SECRET');
  return {
    leadership:
      leaderElection === 'none'
        ? { kind: 'none' }
        : leaderElection === 'lease'
          ? { kind: 'lease', name: leaseName }
          : { kind: 'lock-file', file: path.resolve(workingDirectory(host, options), leaderElection) },
    webhook: url === undefined ? undefined : { url, format, secret, source },
  };
}

function place(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected none, lease, or the path of a lock file.');
  return text;
}
