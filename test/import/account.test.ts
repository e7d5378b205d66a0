import { describe, expect, it } from 'vitest';
import {
  assessImport,
  type ConnectorOutcome,
  completeAccount,
  countOutcomes,
} from '../../src/import/account.ts';
import { diagnose } from '../../src/model/diagnostic.ts';
import type { ImportOutcome } from '../../src/model/import-view.ts';

function outcome(name: string, kind: ImportOutcome): ConnectorOutcome {
  return { name, outcome: kind, file: undefined, keys: [], problems: [], source: undefined };
}

function found(name: string) {
  return { name, config: new Map(), state: undefined, source: undefined };
}

const skippedB = { name: 'b', problem: diagnose('import-duplicate', { name: 'b' }) };

describe('the account of an import', () => {
  it('contains each connector that was found, sorted by name', () => {
    const outcomes = completeAccount({ connectors: [found('b'), found('a')], skipped: [skippedB] }, [
      outcome('b', 'new'),
      outcome('b', 'skipped'),
      outcome('a', 'unchanged'),
    ]);
    expect(outcomes.map(({ name }) => name)).toEqual(['a', 'b', 'b']);
  });

  it.each([
    ['is missing', [outcome('a', 'new')]],
    ['is counted twice', [outcome('a', 'new'), outcome('a', 'skipped'), outcome('b', 'skipped')]],
    ['takes the place of another', [outcome('a', 'new'), outcome('a', 'skipped')]],
  ])('is refused as a bug if a connector %s', (_, outcomes) => {
    expect(() => completeAccount({ connectors: [found('a')], skipped: [skippedB] }, outcomes)).toThrow(
      'import would lose a connector',
    );
  });
});

describe('the result of an import', () => {
  it.each([
    ['new updated unchanged', {}, 'imported', 'imported'],
    ['new differs', {}, 'partly-imported', 'nothing-imported'],
    ['unchanged skipped', {}, 'partly-imported', 'nothing-imported'],
    ['differs skipped', {}, 'nothing-imported', 'nothing-imported'],
    ['', {}, 'nothing-imported', 'nothing-imported'],
    ['', { filesWithoutConnectors: 2 }, 'nothing-imported', 'nothing-imported'],
    ['new', { filesWithoutConnectors: 2 }, 'imported', 'imported'],
    ['new', { notRead: ['a call'] }, 'partly-imported', 'nothing-imported'],
    ['updated', { invalidFiles: 1 }, 'partly-imported', 'invalid-input'],
    ['', { invalidFiles: 1 }, 'nothing-imported', 'invalid-input'],
  ] as const)('of "%s" with %j is %s; with --all-or-nothing %s', (kinds, rest, asFound, allOrNothing) => {
    const connectors = kinds
      .split(' ')
      .filter((kind) => kind !== '')
      .map((kind, index) => outcome(String(index), kind as ImportOutcome));
    const counts = countOutcomes({
      connectors,
      notRead: [],
      invalidFiles: 0,
      filesWithoutConnectors: 0,
      ...rest,
    });
    expect(assessImport(counts, 'as-found')).toBe(asFound);
    expect(assessImport(counts, 'all-or-nothing')).toBe(allOrNothing);
  });
});
