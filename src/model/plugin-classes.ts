import { matchesNameGlob } from './name-glob.ts';

/**
 * The connector classes of a worker, and the aliases by which `connector.class` may name them: the simple class name,
 * and the part of it before `Connector` (Connect REST contract 6).
 */
export class PluginClasses {
  readonly #installed: readonly string[];
  readonly #byAlias = new Map<string, string | undefined>();

  /** A class that is installed in several versions may be listed several times. */
  constructor(installed: Iterable<string>) {
    this.#installed = [...new Set(installed)];
  }

  /** The full class that a worker would load; undefined where none or several classes have this alias. */
  resolve(className: string): string | undefined {
    if (!isClassAlias(className)) return className;
    if (!this.#byAlias.has(className)) this.#byAlias.set(className, this.#find(className));
    return this.#byAlias.get(className);
  }

  /** Whether two values of `connector.class` name one plugin, by their names alone where it is not known. */
  isSame(one: string | undefined, other: string | undefined): boolean {
    if (one === other) return true;
    if (one === undefined || other === undefined) return false;
    const [first, second] = [this.resolve(one), this.resolve(other)];
    if (first !== undefined && second !== undefined) return first === second;
    const names = namesOf(other, second);
    return namesOf(one, first).some((name) => names.includes(name));
  }

  /** In the order of the worker: a class without a package, a unique alias, then the simple names alone. */
  #find(alias: string): string | undefined {
    if (this.#installed.includes(alias)) return alias;
    const named = this.#installed.filter((full) => namesOfClass(full).includes(alias));
    if (named.length <= 1) return named[0];
    const bySimpleName = named.filter((full) => [alias, `${alias}Connector`].includes(simpleNameOf(full)));
    return bySimpleName.length === 1 ? bySimpleName[0] : undefined;
  }
}

/** Whether a value of `connector.class` can be an alias: a class in a package is always written with its package. */
export function isClassAlias(className: string): boolean {
  return className !== '' && !className.includes('.');
}

/** The names by which a worker knows a class: in full, its simple name, and the part before `Connector`. */
export function namesOfClass(full: string): readonly [full: string, simple: string, pruned: string] {
  const simple = simpleNameOf(full);
  const end = simple.lastIndexOf('Connector');
  return [full, simple, end > 0 ? simple.slice(0, end) : simple];
}

function simpleNameOf(full: string): string {
  return full.slice(Math.max(full.lastIndexOf('.'), full.lastIndexOf('$')) + 1);
}

/** Plugins whose simple names no other plugin is known to have: their aliases are clear without a worker. */
export const wellKnownClasses: PluginClasses = new PluginClasses([
  'org.apache.kafka.connect.file.FileStreamSourceConnector',
  'org.apache.kafka.connect.file.FileStreamSinkConnector',
  'org.apache.kafka.connect.mirror.MirrorSourceConnector',
  'org.apache.kafka.connect.mirror.MirrorCheckpointConnector',
  'org.apache.kafka.connect.mirror.MirrorHeartbeatConnector',
  'io.debezium.connector.db2.Db2Connector',
  'io.debezium.connector.informix.InformixConnector',
  'io.debezium.connector.mariadb.MariaDbConnector',
  'io.debezium.connector.mongodb.MongoDbConnector',
  'io.debezium.connector.mysql.MySqlConnector',
  'io.debezium.connector.oracle.OracleConnector',
  'io.debezium.connector.postgresql.PostgresConnector',
  'io.debezium.connector.spanner.SpannerConnector',
  'io.debezium.connector.sqlserver.SqlServerConnector',
  'io.debezium.connector.vitess.VitessConnector',
]);

/**
 * How a class fits globs. Only the plugins of a worker can tell what an alias stands for: `likely` where a glob ends in
 * the class that it abbreviates, `unknown` where a glob names packages only.
 */
export type ClassFit = 'yes' | 'likely' | 'unknown' | 'no';

/** Whether one of the globs matches a class under any of its names. `classes`: those of the worker, if known. */
export function fitOfClass(
  globs: readonly string[],
  className: string,
  classes: PluginClasses | undefined,
): ClassFit {
  const full = (classes ?? wellKnownClasses).resolve(className);
  const names = namesOf(className, full);
  if (globs.some((glob) => names.some((name) => matchesNameGlob(glob, name)))) return 'yes';
  if (full !== undefined || classes) return 'no';
  const fits = globs.map((glob) => fitOfUnknownClass(glob, className));
  return (['likely', 'unknown'] as const).find((fit) => fits.includes(fit)) ?? 'no';
}

function namesOf(className: string, full: string | undefined): readonly string[] {
  return full === undefined ? namesOfAlias(className) : [className, ...namesOfClass(full)];
}

/** `Postgres` may be the class `…PostgresConnector`, and `PostgresConnector` the class that has the alias `Postgres`. */
function namesOfAlias(alias: string): readonly string[] {
  const [, , pruned] = namesOfClass(alias);
  return [alias, ...(pruned === alias ? [`${alias}Connector`] : [pruned])];
}

/** A glob that ends in a written class name matches only what has this name; another one may match any package. */
function fitOfUnknownClass(glob: string, alias: string): ClassFit {
  const last = glob.slice(glob.lastIndexOf('.') + 1);
  if (/[*?]/.test(last)) return glob.includes('.') || /^[*?]/.test(glob) ? 'unknown' : 'no';
  return glob.includes('.') && namesOfClass(last).includes(alias) ? 'likely' : 'no';
}
