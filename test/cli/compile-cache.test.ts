import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built-program.ts';

const keepsCompiled = 'enableCompileCache' in (await import('node:module')) && process.platform !== 'win32';

function makeHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'connect-sync-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** Runs a command that loads the program, with only this in its environment. */
function run(environment: Readonly<Record<string, string>>) {
  const options = { encoding: 'utf8', env: { PATH: process.env['PATH'], ...environment } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtProgram, 'explain'], options);
  expect(stderr).toBe('');
  expect(stdout).toContain('unknown-key');
  expect(status).toBe(0);
}

describe('what V8 compiles', () => {
  it.runIf(keepsCompiled)('is kept in the cache of the user, who alone can read it', () => {
    const home = makeHome();
    run({ HOME: home });
    expect(readdirSync(path.join(home, '.cache/connect-sync'))).toEqual(['compiled']);
    run({ HOME: home });
    const other = makeHome();
    run({ HOME: home, XDG_CACHE_HOME: path.join(other, 'caches') });
    expect(existsSync(path.join(other, 'caches/connect-sync/compiled'))).toBe(true);
  });

  it.each([
    ['in CI', { CI: 'true' }],
    ['where Node keeps it elsewhere', { NODE_COMPILE_CACHE: path.join(tmpdir(), 'connect-sync-no-cache') }],
    ['with a relative folder', { HOME: '.', XDG_CACHE_HOME: 'caches' }],
  ])('is not kept %s', (_, environment) => {
    onTestFinished(() =>
      rmSync(path.join(tmpdir(), 'connect-sync-no-cache'), { recursive: true, force: true }),
    );
    const home = makeHome();
    run({ HOME: home, ...environment });
    expect(readdirSync(home)).toEqual([]);
    expect(existsSync('caches')).toBe(false);
  });

  it('is not kept in a folder that others can write, or reach through one that they can', () => {
    const home = makeHome();
    mkdirSync(path.join(home, '.cache/connect-sync'), { recursive: true });
    chmodSync(path.join(home, '.cache/connect-sync'), 0o777);
    run({ HOME: home });
    expect(readdirSync(path.join(home, '.cache/connect-sync'))).toEqual([]);
    chmodSync(path.join(home, '.cache/connect-sync'), 0o700);
    chmodSync(path.join(home, '.cache'), 0o777);
    run({ HOME: home });
    expect(readdirSync(path.join(home, '.cache/connect-sync'))).toEqual([]);
  });

  it('is not kept where there is no home', () => {
    run({});
    run({ HOME: '/proc/nowhere' });
  });
});
