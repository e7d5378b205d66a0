import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { helpTexts } from '../../src/cli/help-texts.ts';
import { builtProgram } from '../support/built-program.ts';

const texts = await helpTexts('0.1.0');
const whole = path.join(path.dirname(builtProgram), 'main.js');

function run(program: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('prepared help texts', () => {
  it('exist for every command, with its usage', () => {
    expect(Object.keys(texts)).toContain('plan');
    for (const [name, text] of Object.entries(texts)) {
      expect(text).toMatch(new RegExp(`^Usage: connect-sync ${name}`));
    }
  });

  it.each([
    [['--version']],
    [['-V']],
    [['--help']],
    [['-h']],
    [['help']],
    [['plan', '--help']],
    [['help', 'apply']],
  ])('equal what the program prints: %j', (args) => {
    const answer = run(builtProgram, args);
    expect(answer).toEqual(run(whole, args));
    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(answer.stdout).not.toBe('');
  });

  it.each([[['plam', '--help']], [['help', 'plam']], [['help', 'toString']], [[]], [['--helpp']]])(
    'leave unknown arguments to the program: %j',
    (args) => {
      const answer = run(builtProgram, args);
      expect(answer).toEqual(run(whole, args));
      expect(answer.stdout + answer.stderr).not.toBe('');
    },
  );
});

describe('a default', () => {
  it.each(Object.entries(texts))('is shown as it is typed, and an empty one not at all: %s', (_, text) => {
    expect(text).not.toMatch(/\(default:\s+(?:\[\]|\{\}|")/);
  });

  it('of a duration has its unit', () => {
    expect(texts['apply']).toContain('(default: 10s)');
    expect(texts['restart']).toContain('(default: 3s)');
  });

  it('of a word has no quotes', () => {
    expect(texts['apply']).toContain('(default: halt)');
  });
});
