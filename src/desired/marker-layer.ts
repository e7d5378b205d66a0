import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { OwnershipMarker } from '../model/project.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { Layer } from './resolve-config.ts';
import { type Lookup, substitute } from './substitute.ts';

/** The mark that every connector of this repository carries, as keys that come from the project file. */
export function markerLayer({ key, repository, source }: OwnershipMarker): Layer {
  const parts = [{ kind: 'text', text: repository } as const];
  return { layer: 'default', entries: [{ key, source, elements: [{ written: repository, parts, source }] }] };
}

/** Whether a connector leaves the mark as it is: saying the same is fine. */
export function checkMarker(
  { config, ignoreKeys }: ConnectorDocument,
  { key, repository }: OwnershipMarker,
  lookup: Lookup,
): readonly Diagnostic[] {
  const ignored = ignoreKeys.find(({ text }) => text === key);
  const own = config.find((entry) => entry.key === key);
  const values = own?.elements.map((element) => substitute(element, lookup)) ?? [];
  // A variable without a value has been reported, and nobody can say what it would give.
  const isKnown = values.every(({ diagnostics }) => diagnostics.length === 0);
  const isOther = own && isKnown && values.map(({ text }) => text).join(',') !== repository;
  return [
    ...(isOther ? [diagnose('marker-differs', { key, repository }, { source: own.source })] : []),
    ...(ignored ? [diagnose('marker-ignored', { key }, { source: ignored.source })] : []),
  ];
}
