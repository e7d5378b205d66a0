import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './source-files.ts';

const page = 'docs/development/connect-rest-contract.md';

/** `Connect REST contract 4.2`, `… 4.11 and 4.12`, `… 4.18 to 4.20`; a citation stands on one line with its first number. */
const citation = /Connect REST contract (\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?(?![\d.]*\w))*)/g;

describe(`citations of ${page}`, () => {
  it('name sections that exist', () => {
    const sections = new Set(sectionsOf(readFileSync(path.join(root, page), 'utf8')));
    const wrong = citations().filter(({ section }) => !sections.has(section));
    expect(wrong).toEqual([]);
  });

  it('are found at all', () => {
    expect(citations().length).toBeGreaterThan(50);
  });

  it('are written in one form', () => {
    const otherForms = typeScriptFiles().flatMap((file) =>
      [...read(file).matchAll(/(?<!REST )\bcontract \d+(\.\d+)?\b.*/gi)].map(([text]) => `${file}: ${text}`),
    );
    expect(otherForms).toEqual([]);
  });
});

function sectionsOf(text: string): string[] {
  return [...text.matchAll(/^#{2,3} (\d+(?:\.\d+)?)[. ]/gm)].map((match) => match[1] ?? '');
}

function citations(): { file: string; section: string }[] {
  return typeScriptFiles().flatMap((file) =>
    [...read(file).matchAll(citation)].flatMap(([, numbers = '']) =>
      numbers.split(/, | and | to /).map((section) => ({ file, section })),
    ),
  );
}

function typeScriptFiles(): string[] {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => file !== 'test/architecture/citations.test.ts'),
  );
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
