import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recorderVariables } from '../../src/record/child-environment.ts';
import { startRecorder } from '../../src/record/start-recorder.ts';
import { realClock } from '../support/real-clock.ts';

/** Configs by name and cluster. */
export type SentConfigs = ReadonlyMap<string, Readonly<Record<string, Readonly<Record<string, string>>>>>;

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** Runs a command with a proxy that notes every request and sends it on to the recorder. */
export async function runRecorded(
  command: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly sent: SentConfigs; readonly recorded: SentConfigs }> {
  const options = { ports: [], clock: realClock(), onRequest: () => undefined, onHttps: () => undefined };
  const recorder = await startRecorder(options);
  const sent: Sent[] = [];
  const between = createServer((message, response) => {
    void bodyOf(message).then((body) => {
      const { method = '', url = '', headers } = message;
      sent.push({ method, url, body: body.toString() });
      const { hostname, port } = new URL(recorder.proxy);
      const forwarded = request({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const proxy = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  await run(command, directory, { ...environment, ...recorderVariables({ proxy, certificates: undefined }) });
  between.close();
  between.closeAllConnections();
  const { clusters } = await recorder.end();
  const recorded = new Map<string, Record<string, Record<string, string>>>();
  for (const { url, connectors } of clusters)
    for (const { name, config } of connectors)
      recorded.set(name, { ...recorded.get(name), [url]: Object.fromEntries(config) });
  return { sent: lastBodies(sent), recorded };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function run(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

/** By name and cluster, the config of the last request that the script sent. */
function lastBodies(sent: readonly Sent[]): SentConfigs {
  const last = new Map<string, Record<string, Record<string, string>>>();
  for (const { method, url, body } of sent) {
    const [, cluster = '', nameInUrl] = /^(http:\/\/[^/]+)\/connectors(?:\/([^/?]+))?/.exec(url) ?? [];
    if (method === 'DELETE' && nameInUrl) last.delete(decodeURIComponent(nameInUrl));
    if (cluster === '' || body === '' || (method !== 'PUT' && method !== 'POST')) continue;
    const parsed = parsedBody(body);
    if (parsed === undefined) continue;
    const name = nameInUrl === undefined ? parsed.name : decodeURIComponent(nameInUrl);
    const { name: _, ...config } = nameInUrl === undefined ? parsed.config : parsed;
    const texts = Object.entries(config).map(([key, value]) => [key, String(value)]);
    last.set(name, { ...last.get(name), [cluster]: Object.fromEntries(texts) });
  }
  return last;
}

/** With numbers as they were written; undefined if it is no JSON, which every worker rejects. */
function parsedBody(body: string) {
  try {
    return JSON.parse(body.replaceAll(/(?<=[^\\]"\s*:\s*)-?\d[\d.eE+-]*/g, '"$&"'));
  } catch {
    return undefined;
  }
}
