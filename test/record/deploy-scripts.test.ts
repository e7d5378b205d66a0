import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filledIn } from '../../src/import/formats/found-connector.ts';
import { readExistingFile } from '../../src/import/sources/read-existing-file.ts';
import { type DeployScript, deployScripts, scriptEnvironment } from './deploy-scripts.ts';
import { runRecorded } from './run-recorded.ts';

const isReady = ['curl', 'bash'].every((program) => spawnSync(program, ['--version']).status === 0);
if (!isReady) console.info('skipped: bash and curl are needed');

/** Programs that run the rest of their arguments, as they do in a container. */
const stubs: Readonly<Record<string, string>> = {
  docker: 'while [[ $1 != curl && $1 != bash && $1 != sh ]]; do shift; done; exec "$@"',
  kubectl: 'while [[ $1 != curl ]]; do shift; done; exec "$@"',
  http: 'while [[ $1 == --* ]]; do shift; done; exec curl -s -X "$1" -H "Content-Type: application/json" -d @- "$2"',
};

describe.runIf(isReady)('deploy scripts of many forms', () => {
  it.for(deployScripts)('$title', async (script, { skip }) => {
    const world = makeFolder(script);
    if (!isAvailable(script)) skip();
    const PATH = `${path.join(world.folder, '.bin')}:${process.env['PATH']}`;
    const environment = { ...scriptEnvironment, PATH, HOME: world.folder };
    const command = script.command ?? ['bash', 'deploy.sh'];
    const { sent, recorded } = await runRecorded(command, world.folder, environment);
    expect(recorded, 'the recording equals what was sent').toEqual(sent);
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

const optional = ['jq', 'wget', 'envsubst', 'make'];
const missing = optional.filter((program) => spawnSync(program, ['--version']).error);

function isAvailable({ command = [], text }: DeployScript): boolean {
  return !missing.some((program) => command[0] === program || text.includes(`${program} `));
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
