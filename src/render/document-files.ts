import type { DocumentsView } from '../inspect/documents.ts';
import type { DocumentFile } from '../inspect/write-documents.ts';
import { toConnectorYaml } from './connector-yaml.ts';

/**
 * Connectors as files in the shape of connector files: `NAME.yaml`, of several clusters `CLUSTER/NAME.yaml`. The
 * unified diff of a plan names its files the same way, so that `patch -p1` applies it to a folder of these.
 */
export function documentFiles(views: readonly DocumentsView[]): readonly DocumentFile[] {
  return views.flatMap((view) => {
    const folder = views.length > 1 && view.cluster !== null ? clusterFolder(view.cluster) : '';
    return view.connectors.map((connector) => ({
      path: `${folder}${connector.name}.yaml`,
      text: toConnectorYaml(connector),
    }));
  });
}

/** The folder of one cluster among several, with its slash; a URL is no name for a folder as it is. */
export function clusterFolder(cluster: string): string {
  return `${cluster.replace(/[^A-Za-z0-9._-]+/g, '_')}/`;
}
