import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const connector = 'config: { connector.class: FileStreamSink, topics: a, file: "${env.WHERE}" }\n';

/** A project whose connector uses `WHERE`, with this `dotenv:` in the project file. */
function project(dotenv: string | undefined, files: Readonly<Record<string, string>> = {}) {
  return projectFolder({
    'connect-sync.yaml': `version: 1\n${dotenv === undefined ? '' : `dotenv: ${dotenv}\n`}`,
    'connectors/a.yaml': connector,
    'first.env': 'WHERE=first\n',
    'second.env': 'WHERE=second\n',
    ...files,
  });
}

/** Renders the project, which fails where the variable is not set. */
async function where(
  folder: { readonly directory: string },
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const run = await runCli(['render', '--origin', ...args], { directory: folder.directory, environment });
  return run;
}

async function readWhere(
  folder: ReturnType<typeof project>,
  request: { envFiles?: readonly string[] | undefined; environment?: ReadonlyMap<string, string> } = {},
) {
  const loaded = await folder.load({ envFiles: undefined, ...request });
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return loaded.environment.get('WHERE');
}

describe('dotenv of the project file', () => {
  it('is read where nothing else is given; of several files the later wins', async () => {
    expect(await readWhere(project('first.env'))).toBe('first');
    expect(await readWhere(project('[first.env, second.env]'))).toBe('second');
    expect((await where(project('first.env'))).exitCode).toBe(0);
  });

  it('comes after --dotenv and CONNECT_SYNC_DOTENV, which replace it, and the environment wins', async () => {
    const folder = project('first.env', { 'third.env': 'WHERE=third\n' });
    const variable = new Map([['CONNECT_SYNC_DOTENV', ['first.env', 'second.env'].join(path.delimiter)]]);
    expect(await readWhere(folder, { environment: variable })).toBe('second');
    expect(await readWhere(folder, { environment: variable, envFiles: ['third.env'] })).toBe('third');
    expect(await readWhere(folder, { environment: new Map([['WHERE', 'job']]) })).toBe('job');
    expect(await readWhere(folder, { environment: new Map([['CONNECT_SYNC_DOTENV', '']]) })).toBe('first');
    expect(await readWhere(folder, { envFiles: [] })).toBeUndefined();
  });

  it('may be missing, as in a pipeline; a file that is named otherwise may not', async () => {
    expect(await readWhere(project('none.env'))).toBeUndefined();
    const named = await where(project(undefined), [], { CONNECT_SYNC_DOTENV: 'none.env', WHERE: 'x' });
    expect(named.stderr).toContain('error[unreadable-environment-file]');
  });

  it('is relative to the project file, with -C and --project too', async () => {
    const folder = projectFolder({
      'sub/other.yaml': 'version: 1\ndotenv: ../second.env\nconnectors: ../connectors/*.yaml\n',
      'connectors/a.yaml': connector,
      'second.env': 'WHERE=second\n',
    });
    expect((await where(folder, ['--project', 'sub/other.yaml'])).exitCode).toBe(0);
    const up = path.dirname(folder.directory);
    const args = ['-C', path.basename(folder.directory), '--project', 'sub/other.yaml'];
    expect((await where({ directory: up }, args)).exitCode).toBe(0);
  });

  it.each([['../outside.env'], ['link.env']])('does not lead out of the project: %s', async (file) => {
    const folder = projectFolder({
      'outside.env': 'WHERE=outside\n',
      'project/connect-sync.yaml': `version: 1\ndotenv: ${file}\n`,
      'project/connectors/a.yaml': connector,
    });
    const directory = path.join(folder.directory, 'project');
    symlinkSync(path.join(folder.directory, 'outside.env'), path.join(directory, 'link.env'));
    const run = await where({ directory });
    expect(run.exitCode).toBe(29);
    expect(run.stderr).toContain('error[outside-project]');
  });

  it('is checked by the schema', async () => {
    const run = await where(project('[[a]]'), [], { WHERE: 'x' });
    expect(run.exitCode).toBe(29);
  });
});

describe('dotenv of a project file from a pull request', () => {
  it('does not make a reserved name usable, and sets no variable of connect-sync', async () => {
    const folder = project('job.env', {
      'job.env': 'AWS_SECRET_ACCESS_KEY=of-the-job\nCONNECT_SYNC_ENV_NAMES=*\nCONNECT_SYNC_PLAN_KEY=mine\n',
    });
    folder.write('connectors/a.yaml', connector.replace('WHERE', 'AWS_SECRET_ACCESS_KEY'));
    const run = await where(folder);
    expect(run.exitCode).toBe(29);
    expect(run.stdout + run.stderr).not.toContain('of-the-job');
    const { environment } = await folder.load({ envFiles: undefined });
    expect([...environment.keys()].filter((name) => name.startsWith('CONNECT_SYNC_'))).toEqual([]);
  });

  it('is limited by CONNECT_SYNC_ENV_NAMES', async () => {
    const run = await where(project('first.env'), [], { CONNECT_SYNC_ENV_NAMES: 'OTHER' });
    expect(run.exitCode).toBe(29);
  });

  it('is not read if another project file is trusted: that one decides', async () => {
    const folder = project('first.env', {
      'trusted/connect-sync.yaml': 'version: 1\ndotenv: base.env\n',
      'trusted/base.env': 'WHERE=base\n',
    });
    const loaded = await folder.load({ envFiles: undefined, trustedProject: 'trusted/connect-sync.yaml' });
    expect(loaded.environment.get('WHERE')).toBe('base');
    folder.write('trusted/connect-sync.yaml', 'version: 1\n');
    const none = await folder.load({ envFiles: undefined, trustedProject: 'trusted/connect-sync.yaml' });
    expect(none.environment.has('WHERE')).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('--dotenv through an installed program', () => {
  it.each([
    ['a symbolic link, as npm makes it', (bin: string) => symlinkSync(builtProgram, bin)],
    [
      'a script that calls Node, as the shims for Windows do',
      (bin: string, folder: ReturnType<typeof projectFolder>) => {
        folder.write('bin/connect-sync', `#!/bin/sh\nexec "${process.execPath}" "${builtProgram}" "$@"\n`);
        chmodSync(bin, 0o755);
      },
    ],
  ])('is relative to -C, and --env-file names it: %s', (_, install) => {
    const folder = projectFolder({ 'deep/first.env': 'WHERE=first\n', 'deep/connectors/a.yaml': connector });
    mkdirSync(path.join(folder.directory, 'bin'));
    const bin = path.join(folder.directory, 'bin/connect-sync');
    install(bin, folder);
    const run = (...args: string[]) => {
      try {
        return execFileSync(bin, args, { cwd: folder.directory, stdio: 'pipe' }).toString();
      } catch (error) {
        return String((error as { stderr: Buffer }).stderr);
      }
    };
    expect(run('validate', '-C', 'deep', '--dotenv', 'first.env', '--strict')).toContain('Valid: 1 file');
    expect(
      run('validate', '-C', 'deep', '--env-file', path.join(folder.directory, 'deep/first.env')),
    ).toContain('use --dotenv ');
  });
});
