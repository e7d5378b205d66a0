import { describe, expect, it } from 'vitest';
import { showsLive } from '../../../src/cli/progress/shows-live.ts';

function isLive(environment: Record<string, string>, isTerminal = true): boolean {
  const stderr = { write: () => undefined, isTerminal, columns: 80, rows: 24 };
  return showsLive({ stderr, environment: new Map(Object.entries(environment)) });
}

describe('a live display is shown', () => {
  it('on a terminal only', () => {
    expect(isLive({})).toBe(true);
    expect(isLive({}, false)).toBe(false);
  });

  it.each([
    [{ CI: 'true' }, false],
    [{ CI: '1' }, false],
    [{ CI: 'false' }, true],
    [{ CI: '0' }, true],
    [{ CI: '' }, true],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'xterm-256color' }, true],
  ] as const)('with %j: %s', (environment, expected) => {
    expect(isLive(environment)).toBe(expected);
  });
});
