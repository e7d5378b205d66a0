import { describe, expect, it } from 'vitest';
import type { KeyOrigin } from '../../src/model/desired-connector.ts';
import { withoutPasswords } from '../../src/plan/hide-echoed-values.ts';

const ticket = { name: 'ticket', type: 'PASSWORD' };
const topic = { name: 'topic', type: 'STRING' };

function place(line: number, column: number, endColumn: number, excerpt: string) {
  return { file: 'connectors/a.yaml', line, column, endColumn, excerpt };
}

function originsOf(places: Readonly<Record<string, ReturnType<typeof place>>>) {
  const entries = Object.entries(places).map(
    ([key, source]) => [key, { layer: 'connector', source }] as const,
  );
  return { origins: new Map<string, KeyOrigin>(entries) };
}

describe('the line of a problem', () => {
  it('ends before a value that the plugin calls a PASSWORD', () => {
    const source = place(3, 3, 9, '  ticket: hunter2');
    expect(withoutPasswords(source, originsOf({ ticket: source }), [ticket])).toEqual({
      ...source,
      excerpt: '  ticket: (sensitive)',
    });
  });

  it('is not shown where it holds one before the place', () => {
    const excerpt = '{"ticket": "hunter2", "topic": "x"}';
    const [first, second] = [place(1, 2, 10, excerpt), place(1, 23, 30, excerpt)];
    const { excerpt: _, ...bare } = second;
    expect(withoutPasswords(second, originsOf({ ticket: first, topic: second }), [ticket, topic])).toEqual(
      bare,
    );
    expect(withoutPasswords(first, originsOf({ ticket: first, topic: second }), [ticket, topic])).toEqual({
      ...first,
      excerpt: '{"ticket": (sensitive)',
    });
  });

  it('stays as it is where the password is on another line, or where there is none', () => {
    const source = place(4, 3, 8, '  topic: orders');
    const origins = originsOf({ ticket: place(3, 3, 9, '  ticket: x'), topic: source });
    expect(withoutPasswords(source, origins, [ticket, topic])).toBe(source);
    expect(withoutPasswords(source, origins, [topic])).toBe(source);
  });
});
