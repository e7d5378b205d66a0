import { type Command, InvalidArgumentError } from 'commander';
import type { ControllerInput } from '../../controller/run-controller.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { Host } from '../host.ts';
import { collect } from './parsers.ts';

/** Where a controller listens, as options say it. */
export interface ListeningOptions {
  /** `host:port` or `none`. */
  readonly listen: string;
  readonly allowHost?: readonly string[];
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const tokenVariable = 'CONNECT_SYNC_RECONCILE_TOKEN';

/** Adds the options of what listens. */
export function withListeningOptions(command: Command): Command {
  return command
    .option(
      '--listen <address>',
      'where to serve the page, /metrics and /readyz: host:port, or none',
      (text) => {
        parseAddress(text);
        return text;
      },
      '127.0.0.1:9464',
    )
    .option('--allow-host <name>', 'answer requests for this name, too (repeatable)', collect, []);
}

/**
 * The listener that options and environment ask for; undefined for none.
 *
 * @throws ConnectSyncError `invalid-argument` for a token that can be guessed
 */
export function listenerOptions(
  host: Host,
  { listen, allowHost = [] }: ListeningOptions,
): ControllerInput['listen'] {
  const address = parseAddress(listen);
  if (address === undefined) return undefined;
  return { ...address, allowedHosts: allowHost, token: tokenOf(host) };
}

/** An address as `host:port`, with brackets around an IPv6 address; undefined for `none`. */
function parseAddress(text: string): Address | undefined {
  if (text === 'none') return undefined;
  const [, bracketed, name, digits = ''] =
    /^(?:\[([\da-fA-F:.]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (host === undefined || Number(digits) > 65_535)
    throw new InvalidArgumentError('Expected host:port, such as 127.0.0.1:9464 or [::1]:9464, or none.');
  return { host, port: Number(digits) };
}

/** A token that is set and empty is a secret that is missing, not a request for none. */
function tokenOf({ environment }: Host): string | undefined {
  const token = environment.get(tokenVariable);
  if (token === undefined || token.length >= 16) return token;
  throw new ConnectSyncError({
    code: 'invalid-argument',
    message: `${tokenVariable} is ${token === '' ? 'empty' : 'shorter than 16 characters'}`,
    hint: 'set it to a random value, for example of  openssl rand -hex 32, or unset it',
    category: 'usage',
  });
}
