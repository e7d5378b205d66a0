import { parseClusterUrl } from '../desired/cluster-url.ts';
import { withScheme } from '../model/project.ts';
import type { ReleaseInstall } from './release-install.ts';

/** A forge that `init` can write a pipeline for; `none`: no pipeline. */
export type ForgeName = 'github' | 'gitlab' | 'none';

/** The values that the files of a new project depend on. */
export interface Settings {
  /** The first cluster of the project file; `isPlainName`. */
  readonly clusterName: string;
  /** Without userinfo and trailing slash. */
  readonly clusterUrl: string;
  /** The name of the repository; `isPlainName`. */
  readonly repository: string;
  readonly forge: ForgeName;
  /** What the pipeline installs. */
  readonly install: ReleaseInstall;
}

/** Whether a name needs no quoting in files and shells. The schema of the project file requires the same of clusters. */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text);
}

/** Why a text cannot be the name of a cluster or repository; undefined if it can. */
export function nameProblem(text: string): string | undefined {
  if (isPlainName(text)) return undefined;
  return 'a name consists of letters, digits, ".", "_" and "-", and starts with a letter or a digit';
}

/** Why a text cannot be the URL of a cluster in the project file; undefined if it can. */
export function clusterUrlProblem(text: string): string | undefined {
  const parsed = parseClusterUrl(withScheme(text.trim()));
  if (parsed.kind === 'invalid') return `not the URL of a Kafka Connect worker: ${parsed.reason}`;
  return (
    parsed.user &&
    'credentials in the URL would be stored in plain text: declare them under auth in the project file, as ${env.NAME}'
  );
}
