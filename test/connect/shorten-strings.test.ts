import { describe, expect, it } from 'vitest';
import { StringShortener } from '../../src/connect/shorten-strings.ts';
import { rootCause } from '../../src/model/health.ts';

/** Shortens a value in chunks of this size. */
function shortened<Value>(value: Value, chunkSize = 16_384): Value {
  const shortener = new StringShortener();
  const bytes = Buffer.from(JSON.stringify(value));
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize)
    parts.push(shortener.push(bytes.subarray(at, at + chunkSize)));
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Value;
}

const frames = (count: number) =>
  Array.from({ length: count }, (_, index) => `\tat org.example.Class${index}.call(Class${index}.java:1)`);
const trace = [
  'org.apache.kafka.connect.errors.ConnectException: "quoted" C:\\\\new\\ntest ä €',
  ...frames(300),
  'Caused by: java.net.ConnectException: refused by db-1:5432',
  ...frames(400),
].join('\n');

describe('long strings of an answer', () => {
  it('keep their first and last lines and the root cause, whatever the chunks are', () => {
    const value = { a: { trace, state: 'FAILED' }, 'b"\\': [trace, 'short', '', 'x\\', '\\"', 7, null] };
    const whole = shortened(value);
    for (const size of [1, 2, 3, 7, 1_000, 10_000_000]) expect(shortened(value, size)).toEqual(whole);
    const short = whole.a.trace;
    expect(short.length).toBeLessThan(4_500);
    expect(rootCause(short)).toBe('java.net.ConnectException: refused by db-1:5432');
    const lines = new Set(trace.split('\n'));
    for (const line of short.split('\n'))
      expect(lines.has(line) || /left out by connect-sync/.test(line), line).toBe(true);
    expect(short.split('\n')[0]).toBe(trace.split('\n')[0]);
    expect(short.endsWith(frames(400).at(-1) ?? '')).toBe(true);
    expect(whole['b"\\'].slice(1)).toEqual(value['b"\\'].slice(1));
  });

  it('are left as they are up to four kilobytes', () => {
    const value = ['x'.repeat(4096), 'ä\n'.repeat(1_000)];
    expect(shortened(value)).toEqual(value);
  });

  it('of one line are cut at a space, so that no half word is left', () => {
    const [cut] = shortened([`password is ${'s'.repeat(9_000)} and more`]);
    expect(cut).toMatch(/^password is …\n… left out by connect-sync/);
    expect(cut).not.toContain('sss');
  });

  it('do not take memory as they arrive: a string without an end', () => {
    const shortener = new StringShortener();
    shortener.push(Buffer.from('"'));
    const chunk = Buffer.alloc(64 * 1024, 'x');
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    for (let index = 0; index < 4_000; index += 1) expect(shortener.push(chunk).length).toBe(0);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });
});
