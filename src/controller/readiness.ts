import type { ControllerView, SourceView } from '../model/controller-view.ts';

/**
 * Whether a controller does its work, else one reason a line. A replica that is not active is ready. A cluster that
 * cannot be read does not count: other clusters are reconciled, and an alert says so.
 */
export function readiness(view: ControllerView): {
  readonly ready: boolean;
  readonly reasons: readonly string[];
} {
  if (!view.leadership.isActive) return { ready: true, reasons: [] };
  const unread = view.clusters.filter(({ runs }) => runs.length === 0);
  const reasons = [
    ...reasonsOfSource(view.source),
    ...unread.map(({ cluster }) => `the first run on ${cluster} has not ended yet`),
  ];
  return { ready: reasons.length === 0, reasons };
}

/** While somebody updates the files, the revision before stays in force, and that is no failure. */
function reasonsOfSource({ state, revision, directory, failingSince }: SourceView): readonly string[] {
  if (state === 'current' || (state === 'changing' && revision !== null)) return [];
  const since = failingSince === null ? '' : `, since ${failingSince}`;
  return [`${stateTexts[state]}: ${directory}${since}; nothing is written`];
}

const stateTexts: Readonly<Record<Exclude<SourceView['state'], 'current'>, string>> = {
  changing: 'the files keep changing, or were not read yet',
  invalid: 'the files have errors',
  empty: 'the directory declares no connector',
  missing: 'the directory is missing or cannot be read',
};
