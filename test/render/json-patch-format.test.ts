import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { jsonPatchFormat } from '../../src/render/json-patch-format.ts';
import { planBetween, someDocuments, someKey } from './documents.ts';

function patch(...views: readonly PlanView[]) {
  return JSON.parse(jsonPatchFormat.render(views, { color: false, command: 'plan' }));
}

function clone<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

describe('the JSON Patch of a plan', () => {
  it('leads from the live to the planned documents, applied by another implementation', () => {
    const documents = someDocuments(fc.oneof(someKey, fc.constant('orders')));
    fc.assert(
      fc.property(documents, documents, documents, (before, after, unchanged) => {
        const [from, to] = [
          { ...unchanged, ...before },
          { ...unchanged, ...after },
        ];
        const target = clone(from);
        const failures = applyPatch(target, patch(planBetween(from, to))).filter((result) => result !== null);
        expect(failures).toEqual([]);
        expect(target).toEqual(to);
      }),
    );
  });

  it('escapes names and keys as in RFC 6901', () => {
    const before = { 'a/b': { config: { 'x~y': '1' }, state: 'running' as const } };
    const after = { 'a/b': { config: { 'x~y': '2' }, state: 'running' as const } };
    expect(patch(planBetween(before, after))).toEqual([
      { op: 'replace', path: '/a~1b/config/x~0y', value: '2' },
    ]);
  });

  it('handles names of properties of JavaScript objects', () => {
    const after = Object.fromEntries([
      ['__proto__', { config: Object.fromEntries([['__proto__', 'x']]), state: 'running' as const }],
    ]);
    const text = jsonPatchFormat.render([planBetween({}, after)], { color: false, command: 'plan' });
    expect(text).toBe(
      '[\n  {"op":"add","path":"/__proto__","value":{"config":{"__proto__":"x"},"state":"running"}}\n]\n',
    );
    const [running, stopped] = [
      { config: {}, state: 'running' },
      { config: {}, state: 'stopped' },
    ] as const;
    expect(patch(planBetween({ constructor: running }, { constructor: stopped }))).toEqual([
      { op: 'replace', path: '/constructor/state', value: 'stopped' },
    ]);
  });

  it('has one operation per line, sorted by path, and nothing that a terminal interprets', () => {
    const after = {
      b: { config: { a: '\u009b31m\u202e' }, state: 'running' as const },
      a: { config: {}, state: 'running' as const },
    };
    const text = jsonPatchFormat.render([planBetween({}, after)], { color: true, command: 'plan' });
    expect(text.split('\n')).toEqual([
      '[',
      '  {"op":"add","path":"/a","value":{"config":{},"state":"running"}},',
      '  {"op":"add","path":"/b","value":{"config":{"a":"\\u009b31m\\u202e"},"state":"running"}}',
      ']',
      '',
    ]);
  });
});
