import fc from 'fast-check';
import type { ChangeView, ConnectorDocument, PlanView } from '../../src/model/plan-view.ts';
import { viewOf } from './everything.ts';

/** Connectors by name, as `show -f json` prints them. */
export type Documents = Readonly<Record<string, ConnectorDocument>>;

/** Realistic and pathological values. */
export const someText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '1',
    'true',
    'a,b,c,d',
    '${file:/a:b}',
    '$1',
    '~',
    'null',
    '- a',
    '# b',
    "it's",
    '"q"',
  ),
  fc.constantFrom(
    'a\nb\n',
    '\n',
    'a\r\nb',
    ' lead',
    'trail ',
    'tab\there',
    'x: y',
    '\u001b[31m',
    '\u202egnp',
    '\u0085',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed()),
);

/** Names of properties of JavaScript objects, which some libraries refuse; separate tests cover them. */
const ownNames = /^(?:__proto__|constructor|prototype)$/;

/** Keys with everything that patches and YAML must escape. */
export const someKey = fc
  .oneof(
    fc.constantFrom('a', 'a/b', 'a~b', '~1', '~0', '/', 'tasks.max', 'config', 'ключ', 'a: b', '#', '- '),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  .filter((text) => !ownNames.test(text));

/** A connector in some state. */
export const someDocument: fc.Arbitrary<ConnectorDocument> = fc.record({
  config: fc.dictionary(someKey, someText, { maxKeys: 6, noNullPrototype: true }),
  state: fc.constantFrom('running', 'paused', 'stopped'),
});

/** Connectors by name; names as every worker version can reach them. */
export function someDocuments(name: fc.Arbitrary<string>): fc.Arbitrary<Documents> {
  return fc.dictionary(name, someDocument, { maxKeys: 5, noNullPrototype: true });
}

/** The view of a plan that leads from some connectors to others. What is equal in both is unchanged. */
export function planBetween(before: Documents, after: Documents): PlanView {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes = names.flatMap((name): ChangeView[] => {
    const [old, wanted] = [own(before, name), own(after, name)];
    if (JSON.stringify(old) === JSON.stringify(wanted)) return [];
    const kind = old === null ? 'create' : wanted === null ? 'delete' : 'update';
    return [{ ...emptyChange, name, kind, before: old, after: wanted }];
  });
  return { ...viewOf({}), changes };
}

function own(documents: Documents, name: string): ConnectorDocument | null {
  return Object.hasOwn(documents, name) ? (documents[name] ?? null) : null;
}

const emptyChange = {
  source: null,
  reason: null,
  effects: [],
  wave: 0,
  actions: [],
  fields: [],
  state: null,
  rootCause: null,
} as const;
