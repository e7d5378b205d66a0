import { compareText } from './config.ts';
import { toFileStem } from './connector-name.ts';
import { escapeHidden } from './escape-hidden.ts';
import type { Plugin } from './plugin.ts';
import type { PluginSnapshot, SnapshotKey, SnapshotType } from './plugin-snapshot.ts';
import { compareVersions } from './plugin-version.ts';

/** The folder of the snapshots, relative to the project. */
export const snapshotFolder = '.connect-sync/plugins';

/** The folder in it with one file for each cluster. */
export const clusterPluginsFolder = 'clusters';

/** The JSON file of a snapshot: `schemas/plugin-snapshot.schema.json` as types. What has no value is left out. */
export interface PluginSnapshotDocument {
  readonly format: 'connect-sync/plugin-snapshot';
  readonly version: 1;
  readonly class: string;
  readonly type: SnapshotType;
  readonly pluginVersion?: string;
  readonly keys: readonly SnapshotKeyDocument[];
}

/** One key in it. */
export interface SnapshotKeyDocument {
  readonly name: string;
  readonly type: string;
  readonly required?: true;
  readonly default?: string;
  readonly importance?: string;
  readonly group?: string;
  readonly recommended?: readonly string[];
  readonly values?: readonly string[];
  /** True: the documentation names no replacement. */
  readonly deprecated?: true | { readonly replacement: string };
  readonly documentation?: string;
}

/** The JSON file of what is installed on a cluster: `schemas/cluster-plugins.schema.json` as types. */
export interface ClusterPluginsDocument {
  readonly format: 'connect-sync/cluster-plugins';
  readonly version: 1;
  /** The name of the cluster in the project file; null for one that is only a URL. */
  readonly cluster: string | null;
  readonly kafkaConnect: string;
  /** Everything installed, by class, each with its versions, latest first. */
  readonly plugins: readonly {
    readonly class: string;
    readonly type: string;
    readonly versions: readonly string[];
  }[];
}

/** The name of a snapshot's file. */
export function snapshotFile({ className, version }: Pick<PluginSnapshot, 'className' | 'version'>): string {
  return `${fileStem(`${className}@${version ?? 'unknown'}`)}.json`;
}

/** A worker names classes and versions: no name may lead into another folder. */
function fileStem(name: string): string {
  const inert = name.replace(
    /[/\\\p{Cc}]/gu,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return toFileStem(inert);
}

/** The text of a snapshot's file: one key on each line, so that a review shows which key changed. */
export function printSnapshot({ className, type, version, keys }: PluginSnapshot): string {
  const head = {
    format: 'connect-sync/plugin-snapshot',
    version: 1,
    class: className,
    type,
    pluginVersion: version,
  } satisfies Omit<PluginSnapshotDocument, 'keys' | 'pluginVersion'> & { pluginVersion: string | undefined };
  const lines = [...keys]
    .sort((one, other) => compareText(one.name, other.name))
    .map((key) => `\n    ${JSON.stringify(keyDocument(key))}`);
  const text = JSON.stringify(head, null, 2).slice(0, -'\n}'.length);
  return `${escapeHidden(`${text},\n  "keys": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}`)}\n`;
}

/** The name of a cluster's file in its folder; that of a cluster that is only a URL cannot be the name of one. */
export function clusterPluginsFile(cluster: string | undefined): string {
  return `${clusterPluginsFolder}/${cluster === undefined ? '@url' : fileStem(cluster)}.json`;
}

/** What is installed on a cluster as a document: each class once for each of its types. */
export function clusterPluginsDocument(
  cluster: string | undefined,
  kafkaConnect: string,
  installed: readonly Plugin[],
): ClusterPluginsDocument {
  const versions = new Map<string, Plugin[]>();
  for (const plugin of installed) {
    const id = `${plugin.className} ${plugin.type}`;
    versions.set(id, [...(versions.get(id) ?? []), plugin]);
  }
  const plugins = [...versions]
    .sort(([one], [other]) => compareText(one, other))
    .flatMap(([, [first, ...others]]) => {
      if (!first) return [];
      const found = new Set([first, ...others].flatMap(({ version }) => version ?? []));
      const sorted = [...found].sort((one, other) => compareVersions(other, one) || compareText(one, other));
      return [{ class: first.className, type: first.type, versions: sorted }];
    });
  return {
    format: 'connect-sync/cluster-plugins',
    version: 1,
    cluster: cluster ?? null,
    kafkaConnect,
    plugins,
  };
}

/** The text of a cluster's file: one plugin on each line. */
export function printClusterPlugins({ plugins, ...head }: ClusterPluginsDocument): string {
  const lines = plugins.map((plugin) => `\n    ${JSON.stringify(plugin)}`);
  const text = JSON.stringify(head, null, 2).slice(0, -'\n}'.length);
  return `${escapeHidden(`${text},\n  "plugins": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}`)}\n`;
}

function keyDocument(key: SnapshotKey): SnapshotKeyDocument {
  const { name, type, required, importance, group, recommended, values, deprecation, documentation } = key;
  return {
    name,
    type,
    ...(required && { required }),
    ...(key.default !== undefined && { default: key.default }),
    ...(importance !== '' && { importance }),
    ...(group !== undefined && { group }),
    ...(recommended.length > 0 && { recommended }),
    ...(values && { values }),
    ...(deprecation && {
      deprecated: deprecation.replacement === undefined ? true : { replacement: deprecation.replacement },
    }),
    ...(documentation !== '' && { documentation }),
  };
}

/** The snapshot in a document. */
export function snapshotOf({
  class: className,
  type,
  pluginVersion,
  keys,
}: PluginSnapshotDocument): PluginSnapshot {
  return { className, type, version: pluginVersion, keys: keys.map(keyOf) };
}

function keyOf(key: SnapshotKeyDocument): SnapshotKey {
  const { deprecated } = key;
  return {
    name: key.name,
    type: key.type,
    required: key.required ?? false,
    default: key.default,
    importance: key.importance ?? '',
    documentation: key.documentation ?? '',
    group: key.group,
    recommended: key.recommended ?? [],
    values: key.values,
    deprecation: deprecated && { replacement: deprecated === true ? undefined : deprecated.replacement },
  };
}

/** What is installed, one entry for each version. */
export function installedIn({ plugins }: ClusterPluginsDocument): readonly Plugin[] {
  return plugins.flatMap(({ class: className, type, versions }) =>
    (versions.length > 0 ? versions : [undefined]).map((version) => ({ className, type, version })),
  );
}
