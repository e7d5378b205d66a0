import path from 'node:path';
import { loadSchemaCheck, type SchemaCheck } from './check-document.ts';
import { variablesOn } from './cluster-lookup.ts';
import type { ConfigEntry } from './config-entry.ts';
import { type ConnectorDocument, readConnectorFile } from './connector-document.ts';
import { inherit } from './inherit.ts';
import { readProjectFile } from './project-document.ts';
import type { ProjectFiles } from './read-project.ts';
import { type Lookup, resolveConfig, substitute } from './resolve-config.ts';
import { refersToEnvironment, refersToProvider } from './secret-keys.ts';
import { SourceText } from './source-text.ts';

/** An earlier text of a file. Paths are those of `HistoryRequest`. */
export interface Revision {
  readonly path: string;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Which values to find in the history of a project. */
export interface HistoryRequest {
  /** Newest first. */
  readonly revisions: readonly Revision[];
  /** The current files, and the path of each in the revisions. */
  readonly files: ProjectFiles;
  readonly pathOf: (file: string) => string;
  readonly target: Pick<Lookup, 'vars' | 'cluster'>;
  readonly connectSyncVersion: string;
  /** By connector and key, the live values in question. */
  readonly live: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * The keys whose live value comes from a reference to the environment or to a provider in an earlier revision of the
 * files. Revisions are read from the newest back, until one declares the live value in clear (then it is no secret) or
 * refers to it, in any layer and for any cluster.
 */
export async function findFormerReferences(
  request: HistoryRequest,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const [connector, project] = await Promise.all([loadSchemaCheck('connector'), loadSchemaCheck('project')]);
  const search = new HistorySearch(request, { connector, project });
  for (const { path: file, after, before } of request.revisions) {
    if (search.isDone) break;
    for (const text of [after, before]) if (text !== undefined) search.visit(file, text);
  }
  return search.found;
}

interface SchemaChecks {
  readonly connector: SchemaCheck;
  readonly project: SchemaCheck;
}

/** With more connectors than this, a file is read without a search for their names. */
const mostNamesToSearch = 50;

/** Goes back in the history of a project, with its state at that time. */
class HistorySearch {
  readonly found = new Map<string, Set<string>>();
  readonly #undecided: Map<string, Map<string, string>>;
  readonly #documents = new Map<string, readonly ConnectorDocument[]>();
  readonly #request: HistoryRequest;
  readonly #checks: SchemaChecks;
  readonly #projectPath: string;
  #files: ProjectFiles;

  constructor(request: HistoryRequest, checks: SchemaChecks) {
    const { files, live, pathOf } = request;
    this.#request = request;
    this.#checks = checks;
    this.#files = files;
    this.#projectPath = pathOf(files.project.file ?? path.join(files.base, 'connect-sync.yaml'));
    this.#undecided = new Map([...live].map(([name, keys]) => [name, new Map(keys)]));
    for (const document of files.documents) {
      const file = pathOf(document.source.file);
      this.#documents.set(file, [...(this.#documents.get(file) ?? []), document]);
    }
  }

  get isDone(): boolean {
    return this.#undecided.size === 0;
  }

  visit(file: string, text: string): void {
    const source = new SourceText(file, text);
    if (file === this.#projectPath) {
      const { connectSyncVersion } = this.#request;
      const read = readProjectFile(source, { checkSchema: this.#checks.project, connectSyncVersion });
      const { layers, clusters, vars } = read;
      this.#files = { ...this.#files, layers, clusters, project: { ...this.#files.project, vars } };
      this.#decide([...this.#documents.values()].flat());
    } else if (this.#mayDeclare(file, text)) {
      const { documents } = readConnectorFile(source, this.#checks.connector);
      this.#documents.set(file, documents);
      this.#decide(documents);
    }
  }

  #mayDeclare(file: string, text: string): boolean {
    if (this.#undecided.size > mostNamesToSearch || text.includes('${var.')) return true;
    return [...this.#undecided.keys()].some(
      (name) => text.includes(name) || path.posix.parse(file).name === name,
    );
  }

  #decide(documents: readonly ConnectorDocument[]): void {
    const { target } = this.#request;
    const lookup = {
      environment: new Map(),
      vars: variablesOn(this.#files, target.cluster, target.vars),
      cluster: target.cluster,
      unsetEnvironment: 'warning',
    } as const;
    for (const document of documents) {
      const name = substitute(document.name, lookup).text;
      const keys = this.#undecided.get(name);
      if (!keys) continue;
      for (const [key, origin] of this.#originsOf(document, lookup, keys)) {
        keys.delete(key);
        if (origin === 'reference') this.found.set(name, (this.found.get(name) ?? new Set()).add(key));
      }
      if (keys.size === 0) this.#undecided.delete(name);
    }
  }

  #originsOf(document: ConnectorDocument, lookup: Lookup, live: ReadonlyMap<string, string>) {
    const origins = new Map<string, 'reference' | 'literal'>();
    const { layers: project, clusters } = this.#files;
    const here = inherit(document, { project, lookup }).layers;
    const { config } = resolveConfig(here, lookup);
    for (const [key, text] of live) if (config.get(key) === text) origins.set(key, 'literal');
    const others = [...clusters.keys()].filter((cluster) => cluster !== lookup.cluster);
    const layers = others.flatMap(
      (cluster) => inherit(document, { project, lookup: { ...lookup, cluster } }).layers,
    );
    for (const layer of [...here, ...layers]) {
      for (const entry of layer.config)
        if (live.has(entry.key) && refers(entry)) origins.set(entry.key, 'reference');
    }
    return origins;
  }
}

function refers(entry: ConfigEntry): boolean {
  return refersToEnvironment(entry) || refersToProvider(entry);
}
