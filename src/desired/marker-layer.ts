import type { KeyOrigin } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import type { OwnershipMarker } from '../model/project.ts';
import type { ConfigLayer, ResolvedConfig } from './resolve-config.ts';
import type { PlainText } from './template.ts';

/** The ownership marker of every connector, as a layer that comes from the project file. */
export function markerLayer({ key, repository, source }: OwnershipMarker): ConfigLayer {
  const parts = [{ kind: 'text', text: repository } as const];
  const elements = [{ written: repository, parts, source }];
  return { layer: 'default', config: [{ kind: 'value', key, source, elements }] };
}

/** Checks that no layer changes the ownership marker; setting the same value is allowed. */
export function checkMarker(
  { config, origins, removed, unknown }: ResolvedConfig,
  ignoreKeys: readonly PlainText[],
  { key, repository }: OwnershipMarker,
): readonly Diagnostic[] {
  const ignored = ignoreKeys.find(({ text }) => matchesNameGlob(text, key));
  const origin: KeyOrigin | undefined = origins.get(key) ?? removed.get(key);
  // A variable without a value is already reported; the resulting value is unknown.
  const isOther = origin && !unknown.has(key) && config.get(key) !== repository;
  return [
    ...(isOther ? [diagnose('marker-overridden', { key, repository }, { source: origin.source })] : []),
    ...(ignored ? [diagnose('marker-ignored', { key }, { source: ignored.source })] : []),
  ];
}
