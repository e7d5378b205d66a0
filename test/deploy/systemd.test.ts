import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { deployFolder } from './manifests.ts';

const unit = readFileSync(path.join(deployFolder, 'systemd/connect-sync.service'), 'utf8');

const isMissing = spawnSync('systemd-analyze', ['--version']).status !== 0;
if (isMissing) console.warn('skipped: what systemd says of the unit: systemd-analyze is not there');

describe('the unit for systemd', () => {
  it('is started again however it ends, but for a usage error', () => {
    expect(settings('Restart')).toEqual(['always']);
    expect(settings('RestartPreventExitStatus')).toEqual([String(exitCodes.usage)]);
  });

  it('gives a write in flight the time that it may take', () => {
    expect(Number(settings('TimeoutStopSec')[0])).toBeGreaterThan(30);
  });
});

describe.skipIf(isMissing)('systemd-analyze', () => {
  it('finds nothing wrong in the unit', () => {
    expect(analyze(['verify'], unit)).toEqual({ status: 0, output: '' });
  });

  it('would find a misspelt setting', () => {
    const { output } = analyze(['verify'], unit.replace('Restart=always', 'Restarts=always'));
    expect(output).toMatch(/Unknown key.* 'Restarts'/);
  });

  it('rates the exposure of the service at most 1.5 of 10, which it would not without its settings', () => {
    const rate = ['security', '--offline=true', '--no-pager', '--threshold=15'];
    expect(analyze(rate, unit)).toMatchObject({ status: 0 });
    expect(analyze(rate, unit.replace(/^(Protect|Private|Restrict|System).*$/gm, '')).status).toBe(1);
  });
});

function settings(name: string): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

/** Analyzes a unit with a program that is there in place of the one that it starts. */
function analyze(words: readonly string[], text: string): { readonly status: number | null; output: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-systemd-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'connect-sync.service');
  writeFileSync(file, text.replace('/usr/local/bin/connect-sync', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', [...words, file], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
