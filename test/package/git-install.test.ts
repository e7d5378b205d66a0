import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import { packageVersion, root } from '../../deploy/packaging/artifacts.ts';
import { emptyFolder } from './artifact.ts';
import { runProgram } from './run-program.ts';

/** A repository with one commit: the files of this one as they are now. */
function commitSources(folder: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files) {
    if (file && existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(folder, file));
  }
  leaveOutTools(folder);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git(
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.com',
    'commit',
    '--quiet',
    '--message',
    'All files',
  );
}

/** Takes out of package.json what only tests and other scripts need: npm would spend most of its time on that. */
function leaveOutTools(folder: string): void {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const builders = ['src/**/*.ts', 'deploy/packaging/*.ts', 'esbuild.config.ts', 'declarations.ts'];
  const code = globSync(builders, { cwd: folder }).map((file) =>
    readFileSync(path.join(folder, file), 'utf8'),
  );
  const isNeeded = (name: string) =>
    ['typescript', 'tsx', '@types/node'].includes(name) ||
    code.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
  const entries = Object.entries(manifest.devDependencies).filter(([name]) => isNeeded(name));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ ...manifest, devDependencies: Object.fromEntries(entries) }),
  );
}

it('a commit can be installed: npm builds it', { timeout: 300_000 }, async () => {
  const repository = await emptyFolder();
  commitSources(repository);
  const folder = await emptyFolder();
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const install = [
    'npm',
    'install',
    '--prefer-offline',
    '--ignore-scripts=false',
    '--no-audit',
    '--no-fund',
    `git+file://${repository}`,
  ];
  const installed = await runProgram(install, { directory: folder });
  expect(installed.exitCode, installed.stderr).toBe(0);
  const program = path.join(folder, 'node_modules/.bin/connect-sync');
  expect(await runProgram([program, '--version'], { directory: folder })).toEqual({
    exitCode: 0,
    stdout: `${packageVersion}\n`,
    stderr: '',
  });
  const library = 'node_modules/connect-sync/dist/lib/sandbox.d.ts';
  expect(readFileSync(path.join(folder, library), 'utf8')).toContain('startSandbox');
});
