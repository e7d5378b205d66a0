import type { ConnectorDocument } from './connector-document.ts';
import type { ProjectLayers } from './layer-document.ts';

/** `${env.NAME}` in the value of a key. */
export interface EnvironmentReference {
  readonly key: string;
  readonly name: string;
  /** Whether the value consists of this reference only. */
  readonly isWhole: boolean;
}

/** All references to environment variables in connectors, defaults, profiles and overrides. */
export function environmentReferences({
  documents,
  layers,
}: {
  readonly documents: readonly ConnectorDocument[];
  readonly layers: ProjectLayers;
}): readonly EnvironmentReference[] {
  const places = [
    ...documents.flatMap((document) => [document, ...document.overrides.values()]),
    ...layers.defaults,
    ...layers.profiles.values(),
  ];
  const entries = places.flatMap(({ config }) => config);
  return entries.flatMap(({ key, elements }) =>
    elements.flatMap((element) =>
      element.parts.flatMap((part) =>
        part.kind === 'reference' && part.scope === 'env'
          ? [{ key, name: part.name, isWhole: elements.length === 1 && element.parts.length === 1 }]
          : [],
      ),
    ),
  );
}
