import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import { makeRedactor } from '../../../src/model/redaction/redactor.ts';
import { makeScrub } from '../../../src/model/redaction/scrub.ts';
import { harmlessTexts, harmlessValues, type Row, secretTexts, secretValues } from './value-table.ts';

const marked = /«([^»]*)»/g;

interface Sample {
  /** How the table writes it, with the key of a value. */
  readonly written: string;
  readonly text: string;
  readonly secrets: readonly string[];
  readonly shown: string;
}

function showValue([key, written]: Row): Sample {
  const text = written.replace(marked, '$1');
  const redactor = makeRedactor({
    live: [],
    desired: [],
    passwordKeys: new Map(),
    known: new KnownSecrets(),
  });
  const shown = redactor.value('c', key, text).text;
  return { written: `${key}: ${written}`, text, secrets: secretsIn(written), shown };
}

function showText(written: string): Sample {
  const text = written.replace(marked, '$1');
  const scrub = makeScrub(new KnownSecrets());
  return { written, text, secrets: secretsIn(written), shown: scrub(text) };
}

function secretsIn(written: string): readonly string[] {
  return [...written.matchAll(marked)].map(([, secret = '']) => secret);
}

/** `x` as a secret is in many words; it is shown where nothing was masked. */
function leaks({ secrets, shown, text }: Sample): boolean {
  return shown === text || secrets.some((secret) => secret.length > 3 && shown.includes(secret));
}

const secret = [...secretValues.map(showValue), ...secretTexts.map(showText)];
const harmless = [...harmlessValues.map(showValue), ...harmlessTexts.map(showText)];
const missed = secret.filter(leaks);
const damaged = harmless.filter(({ text, shown }) => text !== shown);

describe('the table of values', () => {
  it('has at least 300 rows, secret and harmless ones in fair shares', () => {
    expect(secret.length + harmless.length).toBeGreaterThanOrEqual(300);
    expect(harmless.length / (secret.length + harmless.length)).toBeGreaterThan(0.3);
    expect(secret.every(({ secrets }) => secrets.length > 0)).toBe(true);
    expect(harmless.every(({ secrets }) => secrets.length === 0)).toBe(true);
  });

  it('is recognized without a miss: recall 100 %', () => {
    const found = secret.length - missed.length;
    console.info(`recall ${found}/${secret.length} (${percent(found, secret.length)})`);
    expect(missed.map(({ written, shown }) => `${written} -> ${shown}`)).toEqual([]);
  });

  it('is recognized without a false alarm: precision 100 %', () => {
    const masked = secret.length - missed.length + damaged.length;
    const right = masked - damaged.length;
    console.info(
      `precision ${right}/${masked} (${percent(right, masked)}); ${harmless.length - damaged.length} of ${harmless.length} harmless values stay readable`,
    );
    expect(damaged.map(({ written, shown }) => `${written} -> ${shown}`)).toEqual([]);
  });

  it('is shown as recorded', async () => {
    const lines = [...secret, ...harmless].map(
      ({ written, shown }) => `${JSON.stringify(written)}\n  ${JSON.stringify(shown)}`,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('__snapshots__/values.txt');
  });
});

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
