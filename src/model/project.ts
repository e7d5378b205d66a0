import type { Source } from './source.ts';

/** `connect-sync.yaml`, parsed and checked, nothing substituted yet in the clusters that are not in use. */
export interface ProjectDeclaration {
  /** The project file, relative to the directory; absent where the project is only a folder of connectors. */
  readonly file: string | undefined;
  /** Globs of connector files, relative to the project file. */
  readonly connectors: readonly string[];
  readonly clusters: readonly ClusterDeclaration[];
  readonly vars: Vars;
  readonly ownership: Ownership;
}

/** Variables for `${var.NAME}`: shown in output, never secret. */
export type Vars = ReadonlyMap<string, string>;

/** One entry of `clusters`: all but its `vars` may hold `${env.…}`, resolved only when the cluster is chosen. */
export interface ClusterDeclaration {
  readonly name: string;
  readonly source: Source;
  readonly vars: Vars;
  readonly kafkaClusterId: string | undefined;
  /** Its URLs as written, for listings that contact nobody. */
  readonly urls: readonly string[];
}

/** A cluster that a command works on, with everything that is needed to talk to it. Holds secrets in clear. */
export interface ClusterTarget {
  /** The name in the project file; undefined for a bare `--cluster URL`. */
  readonly name: string | undefined;
  /** At least one; userinfo taken out. Any member of the Connect cluster serves. */
  readonly urls: readonly [string, ...string[]];
  readonly kafkaClusterId: string | undefined;
  readonly auth: ClusterAuth | undefined;
  readonly tls: ClusterTls | undefined;
  readonly headers: ReadonlyMap<string, string>;
}

/** How to authenticate: the one header that a worker forwards to its leader (Connect REST contract 8.3). */
export type ClusterAuth =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** PEM texts, not paths: the loader has read the files. */
export interface ClusterTls {
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly keyPassword: string | undefined;
  readonly serverName: string | undefined;
}

/** What this repository owns on a cluster, and the guards of deletion. */
export interface Ownership {
  /** Globs over names; undefined: what the files name is owned, and nothing can be pruned. */
  readonly names: readonly string[] | undefined;
  /** Globs over names that are never deleted, even after their file is gone. */
  readonly protect: readonly string[];
  readonly maxDeletes: number | undefined;
  /** Undefined: connectors are not marked, and names alone say whose they are. */
  readonly marker: OwnershipMarker | undefined;
}

/** A mark that every connector of this repository carries, so that others can tell whose it is. */
export interface OwnershipMarker {
  /** The key of the configuration that holds it. Plugins take keys that they do not define. */
  readonly key: string;
  /** Its value: the name of this repository. */
  readonly repository: string;
  /** The line that declares the key. */
  readonly source: Source;
}

/** How a cluster is called in messages: its name, else its first URL. */
export function clusterLabel(target: Pick<ClusterTarget, 'name' | 'urls'>): string {
  return target.name ?? target.urls[0];
}
