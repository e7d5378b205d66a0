import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filledIn } from '../../src/import/formats/found-connector.ts';
import { readExistingFile } from '../../src/import/read-existing-file.ts';
import { recorderVariables } from '../../src/record/child-environment.ts';
import { startRecorder } from '../../src/record/start-recorder.ts';
import { realClock } from '../support/real-clock.ts';
import { type DeployScript, deployScripts, scriptEnvironment } from './deploy-scripts.ts';

const isReady = ['curl', 'bash'].every((program) => spawnSync(program, ['--version']).status === 0);
if (!isReady) console.info('skipped: bash and curl are needed');

/** Programs that run the rest of their arguments, as they do in a container. */
const stubs: Readonly<Record<string, string>> = {
  docker: 'while [[ $1 != curl && $1 != bash && $1 != sh ]]; do shift; done; exec "$@"',
  kubectl: 'while [[ $1 != curl ]]; do shift; done; exec "$@"',
  http: 'while [[ $1 == --* ]]; do shift; done; exec curl -s -X "$1" -H "Content-Type: application/json" -d @- "$2"',
};

describe.runIf(isReady)('deploy scripts of many forms', () => {
  it.each(deployScripts)('$title', async (script) => {
    const world = makeFolder(script);
    if (!isAvailable(script)) return;
    const { sent, recorded } = await runRecorded(script, world);
    expect(recorded, 'the recording equals what was sent').toEqual(lastBodies(sent));
    const read = await readExistingFile(world.folder, { absolute: world.script, origin: 'named' });
    const variables = new Map([
      ...Object.entries(scriptEnvironment),
      ...Object.entries(scriptEnvironment).map(([name, value]) => [`var.${name}`, value] as const),
      ...[...read.variables].map(([name, value]) => [`var.${name}`, value] as const),
      ...Object.entries(script.sets ?? {}),
    ]);
    const claims = read.connectors.map((one) => ({
      name: filledIn(one.writtenName ?? [{ kind: 'text', text: one.name }], variables),
      config: Object.fromEntries([...one.config].map(([key, value]) => [key, filledIn(value, variables)])),
    }));
    expect(claims.map(({ name }) => name).sort(), 'what is read').toEqual([...script.reads].sort());
    for (const { name, config } of claims)
      expect(Object.values(recorded.get(name) ?? {}), name).toContainEqual(config);
    const lines = [...new Set(read.notRead.map(({ source }) => source.line))];
    const lost = [...recorded.keys()].some((name) => !script.reads.includes(name));
    expect(lost, 'what is not read is listed').toBe(lines.length > 0 && lost);
    expect(lines, 'lines that are listed').toEqual(script.lists ?? []);
  });
});

function isAvailable({ command = ['bash'], text }: DeployScript): boolean {
  const needed = [
    command[0] ?? 'bash',
    ...['jq', 'wget', 'envsubst'].filter((one) => text.includes(`${one} `)),
  ];
  return needed.every((program) => !spawnSync(program, ['--version']).error);
}

function makeFolder({ text, files = {}, script = 'deploy.sh' }: DeployScript) {
  const folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const programs = Object.entries(stubs).map(([name, code]) => [`.bin/${name}`, `#!/bin/bash\n${code}\n`]);
  for (const [file = '', content = ''] of [...Object.entries(files), ...programs, [script, text]]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  for (const name of Object.keys(stubs)) chmodSync(path.join(folder, '.bin', name), 0o755);
  return { folder, script: path.join(folder, script) };
}

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** Runs a script with a proxy that notes every request and sends it on to the recorder. */
async function runRecorded(
  { command = ['bash', 'deploy.sh'] }: DeployScript,
  { folder }: { folder: string },
) {
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
  await run(command, folder, recorderVariables({ proxy, certificates: undefined }));
  between.close();
  between.closeAllConnections();
  const { clusters } = await recorder.end();
  const recorded = new Map<string, Record<string, Record<string, string>>>();
  for (const { url, connectors } of clusters)
    for (const { name, config } of connectors)
      recorded.set(name, { ...recorded.get(name), [url]: Object.fromEntries(config) });
  return { sent, recorded };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function run(
  [program = '', ...args]: readonly string[],
  folder: string,
  proxies: Readonly<Record<string, string>>,
) {
  const PATH = `${path.join(folder, '.bin')}:${process.env['PATH']}`;
  const env = { ...proxies, ...scriptEnvironment, PATH, HOME: folder };
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

/** By name and cluster, the config of the last request that the script sent. */
function lastBodies(sent: readonly Sent[]) {
  const last = new Map<string, Record<string, Record<string, string>>>();
  for (const { method, url, body } of sent) {
    const [, cluster = '', nameInUrl] = /^(http:\/\/[^/]+)\/connectors(?:\/([^/?]+))?/.exec(url) ?? [];
    if (method === 'DELETE' && nameInUrl) last.delete(decodeURIComponent(nameInUrl));
    if (body === '' || (method !== 'PUT' && method !== 'POST')) continue;
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
    return JSON.parse(body.replaceAll(/(?<="\s*:\s*)-?\d[\d.eE+-]*/g, '"$&"'));
  } catch {
    return undefined;
  }
}
