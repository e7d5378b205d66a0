import { expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

it.each([
  ['apply', '--stable-for'],
  ['apply', '--max-age'],
  ['plan', '--timeout'],
  ['restart', '--stable-for'],
  ['list', '--watch'],
])('%s %s without a unit is refused, with how to write it', async (command, option) => {
  const { run, writes } = await tryout({ files: {} });
  const refused = await run([command, option, '30', ...(command === 'restart' ? ['a'] : [])]);
  expect(refused.exitCode).toBe(64);
  expect(refused.stderr).toContain('A duration needs a unit: 30ms, 30s, 30m or 30h.');
  expect(writes()).toEqual([]);
});
