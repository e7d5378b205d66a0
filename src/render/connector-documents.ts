import type { DocumentsView, NamedDocumentView, OriginView } from '../inspect/documents.ts';
import { compareText } from '../model/config.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { toConnectorYaml } from './connector-yaml.ts';

/**
 * Connectors as YAML documents in the format of connector files. With several clusters, a comment names the cluster
 * of each.
 */
export function renderDocumentsAsYaml(views: readonly DocumentsView[]): string {
  const documents = views.flatMap((view) => {
    const heading = views.length > 1 ? headingOf(view) : '';
    return sorted(view).map((connector) => heading + toConnectorYaml(connector));
  });
  return documents.join('---\n');
}

/** With `--origin`, the origins of each key: the effective one first, then those that it overrides. */
interface DocumentWithOrigins extends ConnectorDocument {
  readonly stateOrigin?: readonly OriginView[];
  readonly origins?: Readonly<Record<string, readonly OriginView[]>>;
  readonly removed?: Readonly<Record<string, readonly OriginView[]>>;
}

/** The connectors of one cluster as one document for JSON: `{ "NAME": { "config": …, "state": … } }`, sorted. */
export function documentsOf(view: DocumentsView): Readonly<Record<string, DocumentWithOrigins>> {
  return Object.fromEntries(
    sorted(view).map(({ name, document, stateOrigin, origins, removed }) => [
      name,
      {
        ...document,
        ...(stateOrigin && { stateOrigin }),
        ...(origins && { origins: Object.fromEntries(origins) }),
        ...(removed && { removed: Object.fromEntries(removed) }),
      },
    ]),
  );
}

function sorted({ connectors }: DocumentsView): NamedDocumentView[] {
  return [...connectors].sort((one, other) => compareText(one.name, other.name));
}

function headingOf({ cluster }: DocumentsView): string {
  return cluster === null ? '' : `# on ${toPrintableLine(cluster)}\n`;
}
