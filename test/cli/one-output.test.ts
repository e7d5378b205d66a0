import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { tryout } from '../support/tryout.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n  file: a\n';

/** Runs apply with both streams in these files; returns what each holds. */
async function applied(out: string, errors: string) {
  const { folder, sandbox } = await tryout({ files: { 'connectors/a.yaml': file } });
  const open = (name: string) => openSync(path.join(folder.directory, name), 'a');
  const args = [builtProgram, 'apply', '--yes', '--stable-for', '10ms', '--cluster', sandbox.url];
  const stdout = open(out);
  const stderr = out === errors ? stdout : open(errors);
  const child = spawn(process.execPath, args, { cwd: folder.directory, stdio: ['ignore', stdout, stderr] });
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  expect(exitCode).toBe(0);
  return [out, errors].map((name) => readFileSync(path.join(folder.directory, name), 'utf8'));
}

it('an outcome is printed once where both streams lead to one file', async () => {
  const [log = ''] = await applied('log.txt', 'log.txt');
  expect(log.match(/create {2}a {3}applied;/g)).toHaveLength(1);
  expect(log).toContain('1 planned: 1 applied.');
});

it('the report has every outcome where stdout leads elsewhere', async () => {
  const [report = '', log = ''] = await applied('report.txt', 'log.txt');
  expect(report).toMatch(/create {2}a {3}applied;/);
  expect(log).toMatch(/create {2}a {3}applied;/);
});
