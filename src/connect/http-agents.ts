import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { isReachedDirectly, type ProxySettings, proxyUrl } from '../model/proxy-settings.ts';
import { Reconnects } from './cluster-identity.ts';
import type { HttpRequest } from './http-request.ts';

/** How connections are opened. */
export interface AgentOptions {
  /** As Node's `tls.connect` takes them. */
  readonly tls: Readonly<Record<string, string>>;
  readonly proxy: ProxySettings | undefined;
  readonly connectTimeoutMilliseconds: number;
}

/** The connections of a client; `unusable` where the settings cannot be used. */
export type Agents =
  | {
      readonly kind: 'usable';
      readonly agentFor: (request: HttpRequest) => Dispatcher;
      readonly all: readonly Dispatcher[];
    }
  | { readonly kind: 'unusable'; readonly cause: unknown };

/** Opens connections, through the proxies of the environment where a server is not reached directly. Never throws. */
export function openAgents(options: AgentOptions, pooled: Reconnects): Agents {
  try {
    const open = (proxy: ProxySettings | undefined) => ({
      pooled: openAgent(options, proxy, pooled),
      own: openAgent(options, proxy),
    });
    const { proxy } = options;
    const direct = open(undefined);
    const proxied = proxy?.http || proxy?.https ? open(proxy) : direct;
    return {
      kind: 'usable',
      agentFor: ({ origin, connection }) => {
        const agents = proxy && isReachedDirectly(origin, proxy) ? direct : proxied;
        return connection === 'pooled' ? agents.pooled : agents.own;
      },
      all: [direct.pooled, direct.own, proxied.pooled, proxied.own],
    };
  } catch (cause) {
    return { kind: 'unusable', cause };
  }
}

/**
 * A worker closes an idle connection after 30 s without a word (Connect REST contract 2): ours are dropped long
 * before.
 */
const keepAliveMilliseconds = 15_000;

function openAgent(
  { tls, connectTimeoutMilliseconds: timeout }: AgentOptions,
  proxy: ProxySettings | undefined,
  watch = new Reconnects(),
): Dispatcher {
  const connection = { timeout, allowH2: false };
  const secured = { ...connection, ...tls };
  const shared = {
    keepAliveTimeout: keepAliveMilliseconds,
    keepAliveMaxTimeout: keepAliveMilliseconds,
    // One timer spans the whole exchange; undici's own are coarse below a second.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: secured,
    factory: (origin: string | URL, poolOptions: object) =>
      new Pool(origin, poolOptions).on('disconnect', watch.onEnd).on('connect', watch.onOpen),
  };
  if (!proxy) return new Agent(shared);
  return new EnvHttpProxyAgent({
    ...shared,
    // Empty, not left out: undici would read the environment instead.
    httpProxy: proxyUrl(proxy.http),
    httpsProxy: proxyUrl(proxy.https),
    // It knows no networks: what is reached directly is decided by `isReachedDirectly`.
    noProxy: '',
    // Plain HTTP goes through a proxy as a plain request: many proxies allow CONNECT for port 443 alone.
    proxyTunnel: false,
    requestTls: secured,
    proxyTls: connection,
    clientFactory: (origin, poolOptions) =>
      new Pool(origin, poolOptions).compose((next) => (call, handler) => next(call, givingUp(handler))),
  });
}

/**
 * undici takes its own socket error, met while a tunnel is being opened, for a reason to connect again at once: with
 * a proxy that hangs up it then does nothing else, thousands of times a second. Under another code it gives up.
 */
function givingUp(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  const report = handler.onResponseError?.bind(handler);
  return Object.assign(handler, {
    onResponseError: (controller: Dispatcher.DispatchController, cause: Error) =>
      report?.(controller, 'code' in cause && cause.code === 'UND_ERR_SOCKET' ? hungUp(cause) : cause),
  });
}

function hungUp(cause: Error): Error {
  return Object.assign(new Error('the proxy hung up', { cause }), { code: 'ECONNRESET' });
}
