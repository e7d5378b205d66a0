import { compareText } from '../model/config.ts';
import type { DocumentsView, NamedDocument } from '../model/documents-view.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { toConnectorYaml } from './connector-yaml.ts';
import { toJson } from './json.ts';

/** Connectors as YAML documents in the shape of connector files; of several clusters each says whose it is. */
export function renderDocumentsAsYaml(views: readonly DocumentsView[]): string {
  const isOne = views.length === 1;
  return views
    .flatMap((view) =>
      sorted(view).map((connector) => `${isOne ? '' : heading(view)}${toConnectorYaml(connector)}`),
    )
    .join('---\n');
}

/**
 * Connectors as one JSON document, `{ "NAME": { "config": …, "state": … } }`, names and keys sorted; of several
 * clusters the cluster's name comes first.
 */
export function renderDocumentsAsJson(views: readonly DocumentsView[]): string {
  const [only] = views;
  if (views.length === 1 && only) return toJson(documentsOf(only));
  return toJson(Object.fromEntries(views.map((view) => [view.cluster ?? '', documentsOf(view)])));
}

function documentsOf(view: DocumentsView): Record<string, ConnectorDocument> {
  return Object.fromEntries(sorted(view).map(({ name, document }) => [name, document]));
}

function sorted({ connectors }: DocumentsView): NamedDocument[] {
  return [...connectors].sort((one, other) => compareText(one.name, other.name));
}

function heading({ cluster }: DocumentsView): string {
  return cluster === null ? '' : `# cluster ${toPrintableLine(cluster)}\n`;
}
