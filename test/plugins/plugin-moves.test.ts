import { describe, expect, it } from 'vitest';
import { describeMove, findPluginMoves, type PluginMove } from '../../src/plugins/plugin-moves.ts';

const config = (entries: Readonly<Record<string, string>>) =>
  new Map(Object.entries({ 'connector.class': 'org.example.OrdersSource', ...entries }));
const pinned = (version: string, more: Readonly<Record<string, string>> = {}) =>
  config({ 'connector.plugin.version': version, ...more });

function onlyMove(...args: Parameters<typeof findPluginMoves>): PluginMove {
  const [move, ...others] = findPluginMoves(...args);
  if (!move || others.length > 0) throw new Error('expected one move');
  return move;
}

describe('moves of plugins', () => {
  const keys = (...names: readonly string[]) => new Set(names);

  it('names the keys of the config that only the old version defines', () => {
    const after = pinned('2.4.0', { a: '1', b: '1', c: '1', own: '1' });
    const move = onlyMove(pinned('1.9.7'), after);
    const of = { before: keys('a', 'b', 'c', 'unused', 'own'), after: keys('own') };
    expect(describeMove(move, after, of)).toBe(
      'moves the plugin 1.9.7 -> 2.4.0; 3 of its keys are unknown to the new version: a, b and c',
    );
    const one = { before: keys('a'), after: keys() };
    expect(describeMove(move, after, one)).toContain('; 1 of its keys is unknown to the new version: a');
  });

  it('names at most five keys', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const after = pinned('2', Object.fromEntries(names.map((name) => [name, '1'])));
    const text = describeMove(onlyMove(pinned('1'), after), after, { before: keys(...names), after: keys() });
    expect(text).toMatch(/: a, b, c, d, e and 2 more$/);
  });

  it('says no more than the versions if the keys of one are not known', () => {
    const after = pinned('2', { a: '1' });
    const move = onlyMove(pinned('1'), after);
    expect(describeMove(move, after, { before: undefined, after: keys() })).toBe('moves the plugin 1 -> 2');
    expect(describeMove(move, after, { before: keys('a'), after: undefined })).toBe(
      'moves the plugin 1 -> 2',
    );
  });

  it('takes the version that runs, or the latest one, where none is asked for', () => {
    const none = { before: undefined, after: undefined };
    const text = (...args: Parameters<typeof findPluginMoves>) =>
      describeMove(onlyMove(...args), args[1], none);
    expect(text(config({}), pinned('2.0'))).toBe('moves the plugin the latest version -> 2.0');
    expect(text(config({}), pinned('2.0'), '1.0')).toBe('moves the plugin 1.0 -> 2.0');
    expect(text(config({}), pinned('2.0'), '2.0')).toBe('pins the plugin at 2.0, the version that runs');
    expect(text(pinned('[1,2)'), config({}), '1.5')).toBe('moves the plugin [1,2) -> the latest version');
  });

  it('knows transformations, predicates and converters by their prefix', () => {
    const both = { 'transforms.r.type': 'Router', transforms: 'r', 'key.converter': 'Avro' };
    const before = config({ ...both, 'transforms.r.plugin.version': '1', 'transforms.r.regex': 'x' });
    const after = new Map([
      ...before,
      ['transforms.r.plugin.version', '2'],
      ['key.converter.plugin.version', '3'],
    ]);
    const moves = findPluginMoves(before, after);
    const of = { before: keys('regex'), after: keys() };
    expect(moves.map((move) => describeMove(move, after, of))).toEqual([
      'moves the plugin of transforms.r 1 -> 2; 1 of its keys is unknown to the new version: transforms.r.regex',
      'moves the plugin of key.converter the latest version -> 3',
    ]);
  });

  it('is none if the class changes too, or the plugin is new', () => {
    expect(findPluginMoves(config({ 'connector.class': 'Other' }), pinned('1'))).toEqual([]);
    const added = config({ transforms: 'r', 'transforms.r.type': 'R', 'transforms.r.plugin.version': '1' });
    expect(findPluginMoves(config({}), added)).toEqual([]);
    expect(findPluginMoves(pinned('1'), pinned('1'))).toEqual([]);
  });
});
