import type { DocumentsView } from '../inspect/documents.ts';
import type { DocumentFile } from '../inspect/write-documents.ts';
import { isConnectorName, toFileStem } from '../model/connector-name.ts';
import { toConnectorYaml } from './connector-yaml.ts';

/**
 * Connectors as files in the format of connector files: `NAME.yaml`, or `CLUSTER/NAME.yaml` for several clusters. The
 * unified diff of a plan names its files the same way, so that `patch -p1` applies it to a folder of these.
 */
export function documentFiles(views: readonly DocumentsView[]): readonly DocumentFile[] {
  return views.flatMap((view) => {
    const folder = views.length > 1 && view.cluster !== null ? clusterFolder(view.cluster) : '';
    return view.connectors.map((connector) => ({
      path: documentPath(connector.name, folder),
      text: toConnectorYaml(connector),
    }));
  });
}

/** The path of the file of a connector. Only names that are written have a file (`isConnectorName`). */
export function documentPath(name: string, folder: string): string {
  return `${folder}${isConnectorName(name) ? toFileStem(name) : name}.yaml`;
}

/** The folder of one of several clusters, with its slash; characters of a URL are replaced. */
export function clusterFolder(cluster: string): string {
  return `${cluster.replace(/[^A-Za-z0-9._-]+/g, '_')}/`;
}
