import fc from 'fast-check';
import type { ChangeView, DiagnosticView, LeftAloneView, PlanView } from '../../src/model/plan-view.ts';
import type { Source } from '../../src/model/source.ts';
import { viewOf } from './everything.ts';

/** Texts that break Markdown, HTML, comments, tables, terminals and logs, or that mention users. */
export const poisons = [
  '@team',
  '@org/team',
  '#123',
  'org/repo#7',
  'GH-12',
  '</details>',
  '<details>',
  '</summary>',
  '<summary>',
  '-->',
  '<!--',
  '<!-- connect-sync plan cluster=x digest=sha256:0 -->',
  '`',
  '``',
  '```',
  '````diff',
  '~~~',
  '![x](https://evil.example/x.png)',
  '[x](javascript:alert)',
  '[x]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example',
  'www.evil.example',
  'mail@evil.example',
  '<img src=x onerror=y>',
  '<script>',
  '&lt;b&gt;',
  '&#64;team',
  '\\@team',
  '\\`',
  '\\|',
  '\\\\|',
  '|',
  '| a | b |',
  '\n',
  '\n\n',
  '\r\n',
  '\n```\n',
  '\n# title\n',
  '\n---\n',
  '1. one',
  '1.',
  '- item',
  '> quote',
  '+ x',
  '* x *',
  '**bold**',
  '_a_',
  '~~gone~~',
  ':tada:',
  '::error::x',
  '##[error]x',
  '##vso[task]x',
  '%0A::error::x',
  '\u001b[31m',
  '\u202egnp',
  '\u200e',
  '\u200b',
  '\u0000',
  '\ud800',
  'deadbeefcafe',
  'facade1234567',
  '!12',
  '$5',
  '%v1',
  '&epic',
  '~label',
  ' ',
  '  ',
  '\t',
  '"',
  "'",
  '(',
  ')',
  'word',
  'a',
  '12',
  'käse',
  '日本',
  '😀',
  '(sensitive #1)',
] as const;

/** Hostile text: several of them in a row, sometimes very long. */
export const someHostileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...poisons), { maxLength: 6 }).map((parts) => parts.join('')),
  },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...poisons), { maxLength: 6 }).map((parts) => parts.join(' ')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...poisons).map((poison) => poison.repeat(10_000 / poison.length)),
  },
);

const someNullable = fc.option(someHostileText, { nil: null });

const someSource: fc.Arbitrary<Source> = fc.record({
  file: someHostileText,
  line: fc.integer({ min: 1, max: 10_000 }),
  column: fc.integer({ min: 1, max: 200 }),
});

const someDocument = fc.option(
  fc.record({
    config: fc.dictionary(someHostileText, someHostileText, { maxKeys: 3, noNullPrototype: true }),
  }),
  { nil: null },
);

const someChange: fc.Arbitrary<ChangeView> = fc.record({
  name: someHostileText,
  kind: fc.constantFrom('create', 'update', 'set-state', 'restart', 'delete'),
  source: fc.option(someSource, { nil: null }),
  reason: someNullable,
  effects: fc.array(someHostileText, { maxLength: 2 }),
  wave: fc.constant(0),
  actions: fc.array(someHostileText, { maxLength: 3 }),
  fields: fc.array(
    fc.record({ key: someHostileText, before: someNullable, after: someNullable, sensitive: fc.boolean() }),
    { maxLength: 4 },
  ),
  state: fc.constantFrom(null, { before: 'running', after: 'paused' }),
  before: someDocument,
  after: someDocument,
  rootCause: someNullable,
});

const someDiagnostic: fc.Arbitrary<DiagnosticView> = fc.record({
  code: fc.constant('some-problem'),
  severity: fc.constantFrom('error', 'warning'),
  message: someHostileText,
  hint: someNullable,
  source: fc.option(someSource, { nil: null }),
  related: fc.array(fc.record({ label: someHostileText, source: someSource }), { maxLength: 1 }),
});

const someLeftAlone: fc.Arbitrary<LeftAloneView> = fc.record({
  name: someHostileText,
  reason: fc.constantFrom(
    'in-no-file',
    'not-owned',
    'unpruned',
    'protected',
    'unmanageable-name',
    'cannot-compare',
  ),
  detail: someNullable,
});

/** A view in which all foreign text is hostile. */
export const someHostilePlan: fc.Arbitrary<PlanView> = fc
  .record({
    cluster: fc.record({
      name: someNullable,
      url: someHostileText,
      workerVersion: someHostileText,
      kafkaClusterId: someNullable,
    }),
    complete: fc.boolean(),
    changes: fc.array(someChange, { maxLength: 3 }),
    leftAlone: fc.array(someLeftAlone, { maxLength: 3 }),
    refusals: fc.array(
      fc.record({
        code: fc.constantFrom('protected', 'too-many-deletes'),
        message: someHostileText,
        hint: someHostileText,
        names: fc.array(someHostileText, { maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
    diagnostics: fc.array(someDiagnostic, { maxLength: 2 }),
  })
  .map((parts) => ({ ...viewOf({}), ...parts }));
