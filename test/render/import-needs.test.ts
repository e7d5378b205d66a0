import { describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import { importNeedsLines } from '../../src/render/import-needs.ts';

const variable = (name: string) => ({ name, uses: [], known: true, from: 'secret' as const });

const needs = (names: readonly string[], parts: Partial<ImportView> = {}) =>
  importNeedsLines({
    format: 'connect-sync/import',
    version: 1,
    from: 'a.json',
    written: true,
    result: 'imported',
    connectors: [],
    notRead: [],
    counts: {
      new: 1,
      updated: 0,
      unchanged: 0,
      differs: 0,
      skipped: 0,
      notRead: 0,
      invalidFiles: 0,
      filesWithoutConnectors: 0,
    },
    files: [{ file: 'connectors/.env.example', action: 'create' }],
    variables: names.map(variable),
    secretsFile: null,
    defaults: [],
    placeholders: { replaced: 0, kept: 0, env: [], vars: [], unset: [] },
    diagnostics: [],
    ...parts,
  });

const many = (number: number) => Array.from({ length: number }, (_, index) => `S${index}`);

describe('what a pipeline needs', () => {
  it('is shown as an env block and as commands of GitHub and GitLab', () => {
    expect(needs(['DB_PASSWORD', 'ES_PASSWORD']).join('\n')).toBe(
      [
        'A pipeline needs these secrets. In GitHub Actions, for the step that runs connect-sync:',
        '  env:',
        '    DB_PASSWORD: ${{ secrets.DB_PASSWORD }}',
        '    ES_PASSWORD: ${{ secrets.ES_PASSWORD }}',
        'To set them, in GitHub or in GitLab:',
        '  gh secret set DB_PASSWORD',
        '  gh secret set ES_PASSWORD',
        '  glab variable set DB_PASSWORD --masked',
        '  glab variable set ES_PASSWORD --masked',
        '',
      ].join('\n'),
    );
  });

  it('is nothing without secrets, and nothing where no file is written', () => {
    expect(needs([])).toEqual([]);
    expect(needs(['DB_PASSWORD'], { written: false })).toEqual([]);
  });

  it('includes variables that are no secrets and have no value yet', () => {
    const placeholders = { replaced: 1, kept: 0, env: [], vars: ['DB_HOST'], unset: ['DB_HOST'] };
    expect(needs(['DB_PASSWORD'], { placeholders })).toContain('    DB_HOST: ${{ vars.DB_HOST }}');
  });

  it('has a name that GitHub accepts', () => {
    const lines = needs(['GITHUB_APP_KEY', 'my-key']);
    expect(lines).toContain('    GITHUB_APP_KEY: ${{ secrets.CONNECTOR_GITHUB_APP_KEY }}');
    expect(lines).toContain('    my-key: ${{ secrets.my_key }}');
    expect(lines).toContain('  gh secret set CONNECTOR_GITHUB_APP_KEY');
  });

  it('is set by one line where there are many', () => {
    expect(needs(many(8), { secretsFile: '.env' })).toContain('  gh secret set --env-file .env');
    expect(needs(many(8))).toContain('  for name in S0 S1 S2 S3 S4 S5 S6 S7; do gh secret set "$name"; done');
    expect(needs(many(8))).toContain(
      '  for name in S0 S1 S2 S3 S4 S5 S6 S7; do glab variable set "$name" --masked; done',
    );
  });

  it('is cut where there are very many, with the file that has them all', () => {
    const lines = needs(many(300));
    expect(lines.length).toBeLessThan(30);
    expect(lines).toContain('    # and 280 more, all of them in connectors/.env.example');
    expect(lines).toContain(
      '  for name in $(sed -n \'/^[A-Za-z_]/s/=.*//p\' connectors/.env.example); do gh secret set "$name"; done',
    );
  });
});
