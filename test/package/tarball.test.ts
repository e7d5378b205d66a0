import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packageVersion } from '../../deploy/packaging/artifacts.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { artifact, emptyFolder } from './artifact.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

const connector = `config:
  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector
  topic: orders
  file: /data/\${env.FOLDER}/orders.txt
`;

/** Installs the tarball into an empty folder, without a network and without anything that npm has cached. */
async function install(): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  const options = ['--offline', '--cache', path.join(folder, 'empty-cache'), '--no-audit', '--no-fund'];
  const { exitCode, stderr } = await runProgram(['npm', 'install', ...options, artifact('tarball')], {
    directory: folder,
  });
  expect(exitCode, stderr).toBe(0);
  return folder;
}

async function startCluster(): Promise<string> {
  const options = { port: 0, connectVersion: '4.3', anyClass: false, clock: realClock() } as const;
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox.url;
}

describe('the tarball', () => {
  it('installs offline into an empty folder, with nothing beside it, and its shim works', async () => {
    const folder = await install();
    const url = await startCluster();
    expect(
      (await readdir(path.join(folder, 'node_modules'))).filter((name) => !name.startsWith('.')),
    ).toEqual(['connect-sync']);
    const project = path.join(folder, 'project');
    await mkdir(path.join(project, 'connectors'), { recursive: true });
    await writeFile(path.join(project, 'connectors/orders.yaml'), connector);
    await mkdir(path.join(folder, 'elsewhere'));
    await writeFile(path.join(folder, 'elsewhere/secrets'), 'FOLDER=in\n');
    const run = (args: readonly string[], directory = folder): Promise<ProgramEnd> =>
      runProgram([path.join(folder, 'node_modules/.bin/connect-sync'), ...args], { directory });

    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: `${packageVersion}\n`, stderr: '' });
    expect((await run(['--help'])).stdout).toMatch(/^Usage: connect-sync /);
    expect((await run(['plan', '--help'])).stdout).toMatch(/^Usage: connect-sync plan /);

    const named = await run(['plan', '--cluster', url, '--dotenv', '../elsewhere/secrets'], project);
    expect(named.stdout).toContain('+ orders   create   connectors/orders.yaml:1');
    expect(named).toMatchObject({ exitCode: 0 });
    // Neither path is relative to the working directory of the process, as npm's shims and Node could expect.
    const given = ['--cluster', url, '-C', '../project', '--dotenv', path.join(folder, 'elsewhere/secrets')];
    const elsewhere = path.join(folder, 'elsewhere');
    expect(await run(['plan', ...given], elsewhere)).toMatchObject({ exitCode: 0 });
    expect(await run(['apply', '--yes', '--stable-for', '1s', ...given], elsewhere)).toMatchObject({
      exitCode: 0,
    });
    expect((await run(['plan', ...given], elsewhere)).stdout).toMatch(/^No differences/);
    const npx = ['npx', '--offline', 'connect-sync', '--version'];
    expect((await runProgram(npx, { directory: folder })).stdout).toBe(`${packageVersion}\n`);
  });

  it('contains the licenses, and neither source maps nor sources', async () => {
    const listed = await runProgram(['tar', 'tzf', artifact('tarball')], { directory: process.cwd() });
    const files = listed.stdout.trim().split('\n');
    expect(files).toContain('package/dist/THIRD-PARTY-LICENSES.txt');
    expect(files).toContain('package/LICENSE');
    expect(files.filter((file) => /\.map$|(?<!\.d)\.[cm]?ts$/.test(file))).toEqual([]);
  });

  it('names one repository in everything that names it', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8'));
    const repository = /^git\+(https:\/\/\S+)\.git$/.exec(manifest.repository.url)?.[1] ?? '';
    expect(repository).not.toBe('');
    expect(manifest.homepage).toBe(`${repository}#readme`);
    expect(manifest.bugs).toEqual({ url: `${repository}/issues` });
  });
});
