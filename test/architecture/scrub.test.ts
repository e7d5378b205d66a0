import { expect, it } from 'vitest';
import { readSource, sourceFiles } from './source-files.ts';

it('only scrub.ts replaces known secrets: everybody else must hide the unknown ones too', () => {
  const users = sourceFiles.filter((file) => readSource(file).includes('replaceKnown('));
  expect(users.sort()).toEqual(['model/known-secrets.ts', 'model/redaction/scrub.ts']);
});

it('only the grammar of secrets knows its parts', () => {
  const parts =
    /from '\.{1,2}\/[\w./]*(?:prose-forms|secret-addresses|secret-forms?|secrets-in-urls|structured-secrets|token-formats)\.ts'/;
  const users = sourceFiles.filter((file) => parts.test(readSource(file)));
  expect(users.sort()).toEqual([
    'model/redaction/find-secrets.ts',
    'model/redaction/prose-forms.ts',
    'model/redaction/provider-reference.ts',
    'model/redaction/secret-addresses.ts',
    'model/redaction/secret-forms.ts',
    'model/redaction/secrets-in-urls.ts',
    'model/redaction/structured-secrets.ts',
  ]);
});
