import { describe, expect, it } from 'vitest';
import { isAtLeast, parseWorkerVersion, supports } from '../../src/model/worker-version.ts';

describe('a worker version', () => {
  it.each([
    ['3.9.1', 3, 9, 1],
    ['4.0.0-SNAPSHOT', 4, 0, 0],
    ['3.6.0.redhat-00005', 3, 6, 0],
    ['2.8', 2, 8, 0],
    // Confluent Platform numbers stand for the Kafka inside.
    ['5.5.0-ccs', 2, 5, 0],
    ['6.2.1-ce', 2, 8, 1],
    ['7.5.0-ccs', 3, 5, 0],
    ['8.1.1-ce', 4, 1, 1],
  ])('%s is Kafka %i.%i.%i', (text, major, minor, patch) => {
    expect(parseWorkerVersion(text)).toEqual({ text, major, minor, patch });
  });

  it('that is no number is unknown', () => {
    expect(parseWorkerVersion('unknown')).toBeUndefined();
  });

  it.each([
    ['3.7.0', false],
    ['3.7.1', true],
    ['3.8.0', true],
    ['4.0.0', true],
    ['2.9.9', false],
  ])('%s restarts tasks on any changed key: %s', (text, expected) => {
    expect(supports(parseWorkerVersion(text), 'restartsTasksOnAnyChange')).toBe(expected);
  });

  it('that is unknown counts as the newest', () => {
    expect(supports(undefined, 'stop')).toBe(true);
  });

  it('compares number by number, not as text', () => {
    const version = parseWorkerVersion('3.10.0');
    expect(version && isAtLeast(version, 3, 9, 1)).toBe(true);
  });
});
