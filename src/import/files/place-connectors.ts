import path from 'node:path';
import { clustersOfFile } from '../../desired/bound-folders.ts';
import { displayPath } from '../../desired/display-path.ts';
import { kindOfPath } from '../../files/read-file.ts';
import { diagnose } from '../../model/diagnostic.ts';
import type { DesiredConnectors } from '../desired-before.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import type { ImportRequest } from '../import-request.ts';
import { fileNames } from './file-names.ts';

/** A new connector with the path of its file. */
export interface PlacedConnector {
  readonly connector: FoundConnectorConfig;
  readonly absolute: string;
  /** The path as it is shown. */
  readonly file: string;
  readonly needsName: boolean;
  /** The cluster that it is limited to, if the project declares several. */
  readonly clusters: readonly string[] | undefined;
}

/** Chooses a new file for each new connector; if the file already exists, the connector is skipped with a warning. */
export async function placeConnectors(
  { project, source, directory, out }: ImportRequest,
  connectors: readonly FoundConnectorConfig[],
  { elsewhere }: DesiredConnectors,
) {
  const bound = clustersOfFile(project.files.folders, `${displayPath(directory, out)}/new.yaml`);
  const isOwn = bound?.length === 1;
  const suffixes = new Map(isOwn ? [] : [...elsewhere.keys()].map((name) => [name, `.${source.cluster}`]));
  const names = fileNames(
    connectors.map(({ name }) => name),
    suffixes,
    new Map(connectors.flatMap(stemOf)),
  );
  // In the folder of one cluster, a file needs no line that limits it.
  const isOneOfSeveral = source.cluster !== undefined && project.files.clusters.size > 1 && !isOwn;
  const clusters = isOneOfSeveral && source.cluster !== undefined ? [source.cluster] : undefined;
  const places = await Promise.all(
    connectors.map(async (connector) => {
      const { file = '', needsName = false } = names.get(connector.name) ?? {};
      const absolute = path.join(out, file);
      const isTaken = (await kindOfPath(absolute)) !== 'nothing';
      return {
        connector,
        absolute,
        file: displayPath(directory, absolute),
        needsName: needsName || connector.writtenName !== undefined,
        clusters,
        isTaken,
      };
    }),
  );
  return {
    placed: places.filter(({ isTaken }) => !isTaken),
    skipped: places
      .filter(({ isTaken }) => isTaken)
      .map(({ connector: { name, source: place }, file }) => ({
        name,
        problem: diagnose('import-file-exists', { name, file }, { source: place }),
      })),
  };
}

/** A name with variables gives its file the names of these variables, whatever their values are. */
function stemOf({ name, writtenName }: FoundConnectorConfig): readonly (readonly [string, string])[] {
  if (!writtenName) return [];
  return [[name, writtenName.map((part) => (part.kind === 'text' ? part.text : part.name)).join('')]];
}
