import type { ProjectFiles } from '../desired/read-project.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { ImportSource } from './import-request.ts';

/** The desired state for the cluster of an import; unset environment variables stay unresolved. */
export interface DesiredConnectors {
  readonly present: ReadonlyMap<string, PresentConnector>;
  /** Connectors with  state: absent , with the position of this declaration. */
  readonly absent: ReadonlyMap<string, Source>;
  /** Connectors that are declared for other clusters, with their documents. */
  readonly elsewhere: ReadonlyMap<string, readonly Source[]>;
  readonly diagnostics: readonly Diagnostic[];
  /** Secret values from the environment. */
  readonly secrets: readonly string[];
}

/** Resolves a project for the cluster of an import. */
export function desiredBefore(
  loaded: ProjectFiles,
  { cluster, vars, classes }: ImportSource,
): DesiredConnectors {
  // The fingerprint of secrets is no key of a file: files are compared without it.
  const resolved = resolveConnectors(
    { ...loaded, fingerprint: undefined },
    { name: cluster, vars, classes },
    { unsetEnvironment: 'warning', variableValues: 'unchecked' },
  );
  return {
    present: new Map(
      resolved.connectors.flatMap((one) => (one.kind === 'present' ? [[one.name, one] as const] : [])),
    ),
    absent: new Map(
      resolved.connectors.flatMap((one) =>
        one.kind === 'absent' ? [[one.name, one.stateSource] as const] : [],
      ),
    ),
    elsewhere: byName(resolved.elsewhere),
    diagnostics: resolved.diagnostics,
    secrets: resolved.secrets,
  };
}

function byName(
  documents: readonly { readonly name: string; readonly source: Source }[],
): ReadonlyMap<string, readonly Source[]> {
  const places = new Map<string, readonly Source[]>();
  for (const { name, source } of documents) places.set(name, [...(places.get(name) ?? []), source]);
  return places;
}
