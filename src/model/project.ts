import type { Source } from './source.ts';

/** `connect-sync.yaml`, parsed and checked; references are substituted later, in selected clusters only. */
export interface ProjectDeclaration {
  /** The project file, relative to the directory; absent if the project is only a folder of connectors. */
  readonly file: string | undefined;
  /** Globs of connector files, relative to the project file. */
  readonly connectors: readonly string[];
  readonly clusters: readonly ClusterDeclaration[];
  readonly vars: VarDeclarations;
  readonly ownership: DeclaredOwnership;
}

/** Variables for `${var.NAME}`: shown in output, never secret. */
export type Vars = ReadonlyMap<string, string>;

/** `vars` as declared: values, and variables that take their value from the environment. */
export type VarDeclarations = ReadonlyMap<string, VarDeclaration>;

/** The value of a variable, or where it comes from. */
export type VarDeclaration = string | VarFromEnvironment;

/** `{ env: NAME, default: … }`: the value is shown in output, so the environment variable must not be secret. */
export interface VarFromEnvironment {
  readonly variable: string;
  /** The value if the environment variable is not set or empty. */
  readonly default: string | undefined;
  readonly source: Source;
  /** Whether the trusted project file does not declare it, so that it has no value. */
  readonly isRefused?: boolean | undefined;
}

/** One entry of `clusters`: everything but `vars` may contain `${env.…}`, resolved only if the cluster is selected. */
export interface ClusterDeclaration {
  readonly name: string;
  readonly source: Source;
  readonly vars: VarDeclarations;
  readonly kafkaClusterId: string | undefined;
  /** Its URLs as written, for lists that need no connection. */
  readonly urls: readonly string[];
}

/** A selected cluster with everything needed to connect to it. Contains plaintext secrets. */
export interface ClusterTarget {
  /** The name in the project file; undefined for a bare `--cluster URL`. */
  readonly name: string | undefined;
  /** At least one, without userinfo. Any worker of the cluster can be used. */
  readonly urls: readonly [string, ...string[]];
  /**
   * What is shown of URLs with values from the environment: `https://${env.HOST}/connect`. A URL that is missing is shown
   * as it is.
   */
  readonly shownUrls?: ReadonlyMap<string, string>;
  readonly kafkaClusterId: string | undefined;
  readonly auth: ClusterAuth | undefined;
  readonly tls: ClusterTls | undefined;
  readonly headers: ReadonlyMap<string, string>;
}

/** Authentication, the one header that a worker forwards to its leader (Connect REST contract 8.3). */
export type ClusterAuth =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** PEM texts, not paths: the loader reads the files. */
export interface ClusterTls {
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly keyPassword: string | undefined;
  readonly serverName: string | undefined;
}

/** The part of `ownership` that is the same on every cluster. */
export type DeclaredOwnership = Omit<Ownership, 'names' | 'protect'>;

/** What this repository owns on a cluster, and the limits of deletion. */
export interface Ownership {
  /** Globs over names; undefined: declared connectors are owned, and nothing can be pruned. */
  readonly names: readonly string[] | undefined;
  /** Globs over names that are never deleted, even if their file is gone. */
  readonly protect: readonly string[];
  readonly maxDeletes: number | undefined;
  /** Undefined: connectors carry no marker, and ownership is by name only. */
  readonly marker: OwnershipMarker | undefined;
}

/** The ownership marker that every connector of this repository carries. */
export interface OwnershipMarker {
  /** Its config key. Plugins accept keys that they do not define. */
  readonly key: string;
  /** Its value: the name of this repository. */
  readonly repository: string;
  /** The line that declares the key. */
  readonly source: Source;
}

/** `secrets.fingerprint`: the config key that holds the fingerprint of a connector's secrets. */
export interface FingerprintKey {
  readonly key: string;
  /** The line that declares it. */
  readonly source: Source;
}

/** The name of a cluster in messages: its name, or its first URL. */
export function clusterLabel(target: Pick<ClusterTarget, 'name' | 'urls'>): string {
  return target.name ?? target.urls[0];
}

/**
 * A host with a port, as people type the address of a worker, with `http://` in front; any other text as it is. The name
 * of a cluster contains no colon, so it is never taken for an address.
 */
export function withScheme(text: string): string {
  return isHostWithPort(text.trim()) ? `http://${text.trim()}` : text;
}

/** `localhost:8083`, `connect-1.example:8083/connect`, `[::1]:8083`. */
function isHostWithPort(text: string): boolean {
  return /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):\d{1,5}(?:\/[^?#@]*)?$/.test(
    text,
  );
}
