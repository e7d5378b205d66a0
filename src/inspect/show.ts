import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { configToObject } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DocumentsView, NamedDocument } from '../model/documents-view.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { readCluster } from '../project/read-cluster.ts';
import type { ClusterContext, DesiredCluster } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import { comparingPolicy, planWork } from '../reconcile/plan-options.ts';

/** Which connectors are shown, and how. */
export interface ShownNames {
  readonly patterns: readonly string[];
  readonly secrets: 'masked' | 'revealed';
}

/** Connectors as documents, with the classes whose key types cannot be read. */
export interface ShownConnectors {
  readonly view: DocumentsView;
  readonly warnings: readonly Diagnostic[];
}

/** Live connectors as documents. The files are read leniently: only to know which values are secret by origin. */
export async function showLive(
  cluster: ConnectCluster,
  look: ClusterContext,
  names: ShownNames,
): Promise<ShownConnectors> {
  const reading = await readCluster(cluster, {
    label: look.label,
    kafkaClusterId: look.target.kafkaClusterId,
  });
  const live = [...reading.connectors.values()];
  const { redactor, warnings } = await makeLiveRedactor(cluster, look, {
    worker: reading.worker,
    live,
    shown: live,
  });
  return { view: documents(look.label, names, new Map(showAll(reading, names, redactor))), warnings };
}

/** The connectors as they would be after apply; what is left alone is there too, unchanged. */
export async function showPlanned(
  cluster: ConnectCluster,
  work: DesiredCluster,
  { names, ports }: { readonly names: ShownNames; readonly ports: Ports },
): Promise<DocumentsView> {
  const made = await planWork(
    cluster,
    work,
    { policy: comparingPolicy(work, []), validation: 'left-out', keyTypes: 'all' },
    ports,
  );
  const shown = new Map(showAll(made.reading, { ...names, secrets: 'masked' }, made.redactor));
  for (const change of made.view.changes) {
    if (change.after) shown.set(change.name, change.after);
    else shown.delete(change.name);
  }
  return documents(work.label, names, shown);
}

function showAll(
  reading: ClusterReading,
  { secrets }: ShownNames,
  redactor: Redactor,
): [string, ConnectorDocument][] {
  return [...reading.connectors.values()].map((live) => [
    live.name,
    secrets === 'revealed' ? inClear(live) : redactor.document(live.name, live.config, observedState(live)),
  ]);
}

function inClear(live: LiveConnector): ConnectorDocument {
  return { config: configToObject(live.config), state: observedState(live) };
}

function documents(
  cluster: string,
  { patterns }: ShownNames,
  shown: ReadonlyMap<string, ConnectorDocument>,
): DocumentsView {
  const names = selectNames(patterns, [...shown.keys()].sort(), `on ${cluster}`);
  const connectors = names.flatMap((name): NamedDocument[] => {
    const document = shown.get(name);
    return document ? [{ name, document }] : [];
  });
  return { cluster, connectors };
}
