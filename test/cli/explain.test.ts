import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { allPages } from '../../src/model/explain-code.ts';
import { runCli } from '../support/run-cli.ts';

const run = (...args: string[]) => runCli(['explain', ...args], { directory: tmpdir() });

describe('explain', () => {
  it('shows the page of a code with an example', async () => {
    const { stdout, stderr, exitCode } = await run('silent-record-loss');
    await expect(stdout).toMatchFileSnapshot('__snapshots__/explain-silent-record-loss.txt');
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('accepts a code as a problem shows it', async () => {
    const page = (await run('duplicate-key')).stdout;
    expect((await run('error[duplicate-key]:')).stdout).toBe(page);
    expect((await run('warning[duplicate-key]')).stdout).toBe(page);
  });

  it('lists all codes by default', async () => {
    const { stdout, exitCode } = await run();
    expect(stdout).toContain('\nduplicate-key                   A mapping contains the same key twice.\n');
    const listed = stdout.split('\n').slice(0, -3);
    expect(listed.map((line) => line.split(' ')[0])).toEqual(allPages().map(({ code }) => code));
    expect(exitCode).toBe(0);
  });

  it('prints the same as JSON', async () => {
    expect(JSON.parse((await run('invalid-merge-key', '-f', 'json')).stdout)).toMatchObject({
      code: 'invalid-merge-key',
      severity: 'error',
      means: expect.any(String),
      before: expect.stringContaining('<<: avro'),
    });
    const all: unknown = JSON.parse((await run('-f', 'json')).stdout);
    expect(all).toHaveLength(allPages().length);
  });

  it('suggests the nearest code', async () => {
    const { stdout, stderr, exitCode } = await run('duplicat-key');
    expect(stderr).toContain('error[unknown-code]: unknown diagnostic code "duplicat-key"');
    expect(stderr).toContain('did you mean duplicate-key?');
    expect((await run('comma')).stderr).toContain('did you mean missing-comma?');
    expect([stdout, exitCode]).toEqual(['', 1]);
  });
});
