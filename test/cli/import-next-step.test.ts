import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const sink = { name: 'a', config: { 'connector.class': 'FileStreamSink', topics: 't', file: '/tmp/x' } };
const plain = JSON.stringify(sink);
const withSecret = JSON.stringify({ ...sink, config: { ...sink.config, 'x.password': 'Sesame-2846' } });

/** What import suggests to run next. */
async function nextStep(directory: string, args: readonly string[], environment = {}): Promise<string> {
  const run = await runCli(['import', ...args], { directory, environment });
  return /^Review the files.*$/m.exec(run.stderr)?.[0] ?? run.stderr;
}

describe('the next step that import suggests', () => {
  it.each([
    [['--from', 'a.json'], plain, ', then run: connect-sync validate'],
    [['--from', 'a.json', '--secrets', '.env'], plain, ', then run: connect-sync validate'],
    [
      ['--from', 'a.json', '--secrets', '.env'],
      withSecret,
      ', then run: connect-sync validate --dotenv .env',
    ],
    [['--from', 'a.json'], withSecret, ', set 1 environment variable, then run: connect-sync validate'],
    [
      ['--from', 'a.json'],
      withSecret.replace('"a"', '"a_${STAGE}"'),
      ', set 2 environment variables, then run: connect-sync validate',
    ],
    [
      ['--from', 'a.json', '--secrets', "it's.env", '--cluster', 'http://localhost:1'],
      withSecret,
      ", then run: connect-sync plan --dotenv 'it'\\''s.env' --cluster http://localhost:1",
    ],
  ])('fits what was written: %j %s', async (args, json, expected) => {
    const { directory } = projectFolder({ 'a.json': json });
    expect(await nextStep(directory, args)).toBe(`Review the files${expected}`);
  });

  it.each([
    ['dotenv: .env\n', 'connect-sync validate'],
    ['dotenv: other.env\n', 'connect-sync validate --dotenv .env'],
  ])('names the file with secrets unless the project file does: %j', async (declares, expected) => {
    const folder = projectFolder({ 'a.json': withSecret, 'connect-sync.yaml': `version: 1\n${declares}` });
    const step = await nextStep(folder.directory, ['--from', 'a.json', '--secrets', '.env']);
    expect(step).toBe(`Review the files, then run: ${expected}`);
  });

  it.each([
    ['.env*\n!.env.example\n', ''],
    ['/.env\r\n', ''],
    ['.env*\n!.env\n', '/.env\n'],
    ['*.log\n', '/.env\n'],
  ])('leaves the .gitignore %j alone where it covers the file with secrets', async (before, added) => {
    const { directory } = projectFolder({ 'a.json': withSecret, '.gitignore': before });
    await nextStep(directory, ['--from', 'a.json', '--secrets', '.env']);
    expect(readFileSync(path.join(directory, '.gitignore'), 'utf8')).toBe(before + added);
  });

  it('names no variable that is set', async () => {
    const { directory } = projectFolder({ 'a.json': withSecret });
    const step = await nextStep(directory, ['--from', 'a.json'], { A_X_PASSWORD: 'Sesame-2846' });
    expect(step).not.toContain('environment variable');
  });

  it('works when it is pasted into a shell in another directory', async () => {
    const { directory } = projectFolder({ "it's here/a.json": withSecret, 'bin/.keep': '' });
    symlinkSync(builtProgram, path.join(directory, 'bin/connect-sync'));
    const step = await nextStep(directory, ['-C', "it's here", '--from', 'a.json', '--secrets', '.env']);
    const run = await shell(directory, step.replace(/^.*then run: /, ''));
    expect(run.code, run.output).toBe(0);
    expect(run.output).toContain('Valid: 1 file');
  });

  it('reports a missing --dotenv itself, though Node has an option of this name', async () => {
    const { directory } = projectFolder({
      'connectors/a.yaml': 'config: {connector.class: X}\n',
      'bin/.keep': '',
    });
    symlinkSync(builtProgram, path.join(directory, 'bin/connect-sync'));
    const run = await shell(directory, 'connect-sync validate --dotenv nope');
    expect(run.code).toBe(29);
    expect(run.output).toContain('unreadable-environment-file');
  });
});

/** Runs a command line with the built program on the PATH. */
async function shell(directory: string, line: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('sh', ['-c', line], {
    cwd: directory,
    env: { ...process.env, PATH: `${path.join(directory, 'bin')}${path.delimiter}${process.env['PATH']}` },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
