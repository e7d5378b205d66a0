import { compareText } from '../model/config.ts';
import type { DocumentsView, NamedDocument } from '../model/documents-view.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { toConnectorYaml } from './connector-yaml.ts';

/**
 * The connectors of one cluster as YAML documents in the shape of connector files. Each begins with `---`, so that
 * pages of several clusters may follow one another.
 */
export function renderDocumentsAsYaml(view: DocumentsView): string {
  const documents = sorted(view).map((connector) => `---\n${toConnectorYaml(connector)}`);
  return `${heading(view)}${documents.join('')}`;
}

/** The connectors of one cluster as one document for JSON: `{ "NAME": { "config": …, "state": … } }`, sorted. */
export function documentsOf(view: DocumentsView): Readonly<Record<string, ConnectorDocument>> {
  return Object.fromEntries(sorted(view).map(({ name, document }) => [name, document]));
}

function sorted({ connectors }: DocumentsView): NamedDocument[] {
  return [...connectors].sort((one, other) => compareText(one.name, other.name));
}

function heading({ cluster }: DocumentsView): string {
  return cluster === null ? '' : `# connectors on ${toPrintableLine(cluster)}\n`;
}
