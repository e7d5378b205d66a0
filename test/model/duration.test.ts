import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration, typedDuration } from '../../src/model/duration.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['24h', 86_400_000],
  ])('%s is %i milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '10', '1.5', 'soon', '-1s', '5 parsecs', '1m30s'])('is not what "%s" says', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each(['1ms', '1500ms', '3s', '90s', '5m', '24h'])('is typed as %s', (text) => {
    expect(typedDuration(parseDuration(text) ?? -1)).toBe(text);
  });

  it.each([
    [420, '0.4 s'],
    [9_940, '9.9 s'],
    [9_950, '10 s'],
    [119_400, '119 s'],
    [125_000, '2 min 5 s'],
  ])('of %i milliseconds reads %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
