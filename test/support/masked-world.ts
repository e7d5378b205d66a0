import { onTestFinished } from 'vitest';
import { type Gateway, type GatewayRule, masking, startGateway } from './gateway.ts';
import type { CliRun, CliWorld } from './run-cli.ts';
import { type Tryout, type TryoutOptions, tryout } from './tryout.ts';

/** A project and a sandbox behind a gateway that masks passwords, as managed workers do. */
export interface MaskedWorld extends Tryout {
  readonly gateway: Gateway;
  /** Those of the gateway: it masks. */
  readonly rules: readonly GatewayRule[];
  /** Runs a command without the gateway, on the worker that masks nothing. */
  runUnmasked(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
  /** What the worker stores, unmasked. */
  stored(name: string): Promise<Readonly<Record<string, string>>>;
  /** Changes what is stored behind the back of everybody. */
  store(name: string, config: Readonly<Record<string, string>>): Promise<void>;
}

/** Starts a world with a gateway that masks these keys. */
export async function maskedWorld(
  options: TryoutOptions & { readonly masks?: RegExp; readonly mask?: string },
): Promise<MaskedWorld> {
  const world = await tryout(options);
  const rules = [masking(options.masks ?? /password/, options.mask)];
  const gateway = await startGateway(world.sandbox.url, ...rules);
  onTestFinished(() => gateway.close());
  const runOn = (url: string) => (args: readonly string[], other?: Partial<CliWorld>) =>
    world.run(args, { ...other, environment: { CONNECT_SYNC_CLUSTER: url, ...other?.environment } });
  const configOf = (name: string) => `${world.sandbox.url}/connectors/${encodeURIComponent(name)}/config`;
  return {
    ...world,
    gateway,
    rules,
    run: runOn(gateway.url),
    runUnmasked: runOn(world.sandbox.url),
    stored: async (name) => (await (await fetch(configOf(name))).json()) as Record<string, string>,
    store: async (name, config) => {
      const headers = { 'content-type': 'application/json' };
      await fetch(configOf(name), { method: 'PUT', headers, body: JSON.stringify(config) });
    },
  };
}
