import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Planter } from './foreign-secrets.ts';

/** An answer that fails in the worker's place. */
export interface ForeignFailure {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  readonly body: 'error' | 'html' | 'text' | 'json';
}

/** A reverse proxy in front of a worker that plants secrets in its answers. */
export interface PlantingProxy {
  readonly url: string;
  /** Undefined: answers pass unchanged. */
  planter: Planter | undefined;
  /** Whether the answer to a validation holds objections. */
  objects: boolean;
  failure: ForeignFailure | undefined;
}

/** Starts the proxy; it ends with the test. */
export async function startPlantingProxy(target: string): Promise<PlantingProxy> {
  const proxy = { url: '', planter: undefined, objects: false, failure: undefined } as PlantingProxy;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => void answer(proxy, { target, request, response, body: Buffer.concat(chunks) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

interface Exchange {
  readonly target: string;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly body: Buffer;
}

async function answer(proxy: PlantingProxy, { target, request, response, body }: Exchange): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const { planter, failure } = proxy;
  if (planter && failure?.path.test(path) && (failure.method ?? method) === method) {
    response.writeHead(failure.status, headersOf(planter));
    response.end(bodyOf(failure, planter.textFor(`${failure.body} of ${failure.status}`)));
    return;
  }
  // The version that the client asks for may be one that was planted.
  const passed = await fetch(`${target}${path.replace(/\?version=.*$/, '')}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body.length > 0 && { body }),
  });
  const text = await passed.text();
  response.writeHead(passed.status, { 'content-type': 'application/json' });
  const isJson = /^\s*[[{]/.test(text);
  response.end(planter && isJson ? plantIn(proxy, planter, { method, path, text }) : text);
}

/** Headers with secrets in them, such as the page of a login that an answer redirects to. */
function headersOf(planter: Planter): http.OutgoingHttpHeaders {
  const secret = planter.secretFor('location');
  return {
    'content-type': `application/json; password=${planter.secretFor('content type')}`,
    location: `https://app:${secret}@login.example/start?access_token=${secret}#id_token=${secret}`,
    'www-authenticate': `Basic realm="password=${planter.secretFor('realm')}"`,
    server: `Jetty password=${planter.secretFor('server')}`,
    'retry-after': planter.secretFor('retry after'),
    'set-cookie': `session=${planter.secretFor('cookie')}`,
  };
}

function bodyOf({ status, body }: ForeignFailure, said: string): string {
  if (body === 'html') return `<html><title>${said.replace(/<.*>/, '')}</title></html>`;
  if (body === 'text') return said;
  return JSON.stringify(body === 'json' ? { message: said } : { error_code: status, message: said });
}

/** Makes the text that is planted in a place. */
type Said = (place: string) => string;
type Members = Readonly<Record<string, unknown>>;

interface Route {
  readonly method?: string;
  readonly path: RegExp;
  readonly plant: (value: unknown, said: Said, proxy: PlantingProxy) => unknown;
}

/** What is planted in the answers of each endpoint. */
const routes: readonly Route[] = [
  { path: /^\/$/, plant: plantWorker },
  { path: /^\/health$/, plant: (_, said) => ({ status: 'unhealthy', message: said('health') }) },
  { path: /expand=status/, plant: (value, said) => mapValues(value, (entry) => plantStatus(entry, said)) },
  { path: /expand=info/, plant: (value, said) => mapValues(value, (entry) => plantInfo(entry, said)) },
  { path: /^\/connector-plugins(?:\?|$)/, plant: plantPlugins },
  { path: /\/validate$/, plant: plantValidation },
  {
    path: /^\/connector-plugins\/.*\/config(?:\?|$)/,
    plant: (value, said) => [
      ...list(value).map((key) => plantKey(key, said)),
      { name: said('key name'), type: said('key type'), required: false },
    ],
  },
  { method: 'GET', path: /\/offsets$/, plant: plantOffsets },
  { path: /\/offsets$/, plant: (_, said) => ({ message: said('changed offsets') }) },
  {
    path: /\/topics$/,
    plant: (value, said) => mapValues(value, () => ({ topics: ['orders', said('topic')] })),
  },
  { path: /\/tasks$/, plant: plantTasks },
  {
    path: /^\/admin\/loggers$/,
    plant: (value, said) => ({
      ...mapValues(value, () => logger(said)),
      [said('logger')]: { level: 'INFO' },
    }),
  },
  { method: 'GET', path: /^\/admin\/loggers\//, plant: (_, said) => logger(said) },
  { path: /^\/admin\/loggers\//, plant: (_, said) => [said('changed logger')] },
];

function plantIn(
  proxy: PlantingProxy,
  planter: Planter,
  { method, path, text }: { readonly method: string; readonly path: string; readonly text: string },
): string {
  const value: unknown = JSON.parse(text);
  const said = (place: string) => planter.textFor(place);
  if (!Array.isArray(value) && 'error_code' in members(value)) {
    const error = members(value);
    return JSON.stringify({ ...error, message: `${error['message']} ${said('error')}` });
  }
  const route = routes.find((one) => one.path.test(path) && (one.method ?? method) === method);
  return route ? JSON.stringify(route.plant(value, said, proxy)) : text;
}

function plantWorker(value: unknown, said: Said): unknown {
  return {
    version: `${members(value)['version']} ${said('version')}`,
    commit: said('commit'),
    kafka_cluster_id: said('cluster id'),
  };
}

function plantStatus(entry: unknown, said: Said): unknown {
  const status = members(members(entry)['status']);
  const plantInstance = (instance: Members, of: string) => ({
    ...instance,
    worker_id: said(`worker of ${of}`),
    ...(instance['state'] === 'FAILED' && { trace: traceWith(said, of) }),
    ...(status['name'] === 'unmanaged' && { state: `RUNNING ${said('state')}` }),
  });
  return {
    status: {
      ...status,
      connector: plantInstance(members(status['connector']), 'connector'),
      tasks: list(status['tasks']).map((task) => plantInstance(members(task), 'task')),
    },
  };
}

function traceWith(said: Said, of: string): string {
  return `java.lang.Exception: ${said(`trace of ${of}`)}\n\tat a.B.c(B.java:1)\nCaused by: a.C: ${said(`cause of ${of}`)}\n`;
}

function plantInfo(entry: unknown, said: Said): unknown {
  const info = members(members(entry)['info']);
  if (info['name'] !== 'unmanaged') return entry;
  return { info: { ...info, config: { ...members(info['config']), 'some.setting': liveValue(said) } } };
}

/** One form: a value that is a secret as a whole, in every form, would hide each phrase of the other texts. */
function liveValue(said: Said): string | undefined {
  return said('live value')
    .split('\n')
    .find((line) => line.startsWith('https://app:'));
}

function plantPlugins(value: unknown, said: Said): unknown {
  return [
    ...list(value).map((plugin) => ({ ...members(plugin), version: said('plugin version') })),
    { class: `com.acme.Extra ${said('plugin class')}`, type: said('plugin type'), version: '1' },
  ];
}

function plantKey(key: unknown, said: Said): unknown {
  return {
    ...members(key),
    documentation: said('documentation'),
    default_value: said('default'),
    group: said('group'),
    importance: said('importance'),
    display_name: said('display name'),
  };
}

function plantValidation(value: unknown, said: Said, { objects }: PlantingProxy): unknown {
  const configs = list(members(value)['configs']).map((config) => {
    const { definition, value: own } = members(config);
    const { name, errors } = members(own);
    return {
      definition: plantKey(definition, said),
      value: {
        ...members(own),
        value: said('validated value'),
        recommended_values: [said('recommended')],
        errors: objects && name === 'topic' ? [...list(errors), said('validation')] : errors,
      },
    };
  });
  return { ...members(value), configs };
}

function plantOffsets(value: unknown, said: Said): unknown {
  const offsets = list(members(value)['offsets']).map((entry) => ({
    partition: {
      ...members(members(entry)['partition']),
      [said('partition key')]: 'x',
      url: said('partition'),
    },
    offset: { ...members(members(entry)['offset']), at: [said('offset')] },
  }));
  return { offsets };
}

function plantTasks(value: unknown, said: Said): unknown {
  return list(value).map((task, index) => ({
    ...members(task),
    config: { ...members(members(task)['config']), 'plugin.url': `${said('task')} ${index}` },
  }));
}

function logger(said: Said): unknown {
  return { level: said('level'), last_modified: 1 };
}

function mapValues(value: unknown, change: (one: unknown) => unknown): Members {
  return Object.fromEntries(Object.entries(members(value)).map(([name, one]) => [name, change(one)]));
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
