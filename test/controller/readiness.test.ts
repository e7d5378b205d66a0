import { describe, expect, it } from 'vitest';
import { readiness } from '../../src/controller/readiness.ts';
import { controlledCluster, controllerView } from '../support/controller-view.ts';

const { source } = controllerView();

describe('a controller', () => {
  it.each([
    ['whose files are current', controllerView(), []],
    [
      'whose files change, with a revision in force',
      controllerView({ source: { ...source, state: 'changing' } }),
      [],
    ],
    [
      'that never read its files',
      controllerView({ source: { ...source, state: 'changing', revision: null }, clusters: [] }),
      ['the files keep changing, or were not read yet: /work; nothing is written'],
    ],
    [
      'whose directory is missing',
      controllerView({ source: { ...source, state: 'missing', failingSince: '2026-11-30T08:00:00.000Z' } }),
      [
        'the directory is missing or cannot be read: /work, since 2026-11-30T08:00:00.000Z; nothing is written',
      ],
    ],
    [
      'before its first run on a cluster',
      controllerView({ clusters: [controlledCluster(), controlledCluster({ cluster: 'test', runs: [] })] }),
      ['the first run on test has not ended yet'],
    ],
    [
      'that is not the active replica',
      controllerView({
        leadership: { kind: 'lease', isActive: false, holder: 'other' },
        source: { ...source, state: 'missing' },
      }),
      [],
    ],
  ])('%s is ready if nothing speaks against it', (_name, view, reasons) => {
    expect(readiness(view)).toEqual({ ready: reasons.length === 0, reasons });
  });
});
