import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import { makeRedactor } from '../../../src/model/redaction/redactor.ts';
import { corpusFolder } from '../../support/corpus-folder.ts';

interface Hazard {
  readonly category: string;
  readonly items: readonly { readonly file: string; readonly key: string }[];
}

interface Parsed {
  readonly file: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function read<Line>(file: string): Line[] {
  const lines = readFileSync(path.join(corpusFolder, file), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** The values of one category of hazards, each once, with what is shown of them. */
function shown(category: string) {
  const configs = new Map(read<Parsed>('configs.jsonl').map(({ file, config }) => [file, config]));
  const redactor = makeRedactor({
    live: [],
    desired: [],
    passwordKeys: new Map(),
    known: new KnownSecrets(),
  });
  const items = read<Hazard>('hazards.jsonl').find((hazard) => hazard.category === category)?.items ?? [];
  const values = items.flatMap(({ file, key }) => {
    const text = configs.get(file)?.[key];
    return typeof text === 'string' ? [[text, redactor.value('c', key, text).text] as const] : [];
  });
  return [...new Map(values)];
}

describe('values of real configurations', () => {
  beforeEach(({ skip }) => {
    if (!existsSync(corpusFolder)) skip(`no corpus of real configurations at ${corpusFolder}`);
  });

  it('lose the secrets of their URLs, and nothing else of them', () => {
    const values = shown('secret-in-url');
    expect(values.length).toBeGreaterThan(5);
    for (const [text, printed] of values) {
      expect(printed).toContain('(sensitive #');
      const visible = printed.split(/\(sensitive #\d+\)/);
      expect(text.startsWith(visible[0] ?? '')).toBe(true);
      expect(printed).not.toMatch(/password=(?!\(sensitive)|:\/\/[^(/?]*@/);
    }
  });

  it('show a JAAS line only where its password is a provider reference, or of Kerberos', () => {
    const values = shown('jaas');
    expect(values.length).toBeGreaterThan(10);
    for (const [text, printed] of values) {
      const isHarmless = /password="\$?\$\{[a-z]+:[^"}]+\}"|Krb5LoginModule/.test(text);
      expect(printed).toMatch(isHarmless ? /LoginModule/ : /^\(sensitive #\d+\)$/);
    }
  });

  it('stay readable where they are provider references', () => {
    const values = shown('provider-ref');
    expect(values.length).toBeGreaterThan(40);
    for (const [text, printed] of values) expect(printed).toBe(text);
  });
});
