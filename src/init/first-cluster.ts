import { parseClusterUrl } from '../desired/cluster-url.ts';
import { withScheme } from '../model/project.ts';
import { clusterUrlProblem, nameProblem } from './settings.ts';

/** The first cluster of a new project file. */
export interface FirstCluster {
  readonly name: string;
  /** Without userinfo and trailing slash. */
  readonly url: string;
  /** Whether the name or the URL is a default that nobody confirmed. */
  readonly isDefault: boolean;
}

/** What the input says about the first cluster, valid by `nameProblem` and `clusterUrlProblem`. */
export interface ClusterInput {
  readonly clusterName?: string;
  readonly clusterUrl?: string;
}

/** What to ask a person about the first cluster: whatever is not given. */
export interface ClusterQuestion {
  readonly given: ClusterInput;
  readonly defaults: Required<ClusterInput>;
  /** Why an answer is invalid; undefined if it is valid. */
  readonly urlProblem: (url: string) => string | undefined;
  readonly nameProblem: (name: string) => string | undefined;
}

/** Asks a person; undefined if they cancel. */
export type ChooseCluster = (question: ClusterQuestion) => Promise<Required<ClusterInput> | undefined>;

/** The first cluster of a new project. */
export const defaultCluster = { clusterName: 'dev', clusterUrl: 'http://localhost:8083' } as const;

/**
 * The first cluster as given, asked for, or by default. Undefined if the person cancels.
 *
 * @param choose left out: non-interactive, the defaults apply
 */
export async function firstCluster(
  given: ClusterInput,
  choose: ChooseCluster | undefined,
): Promise<FirstCluster | undefined> {
  const question = { given, defaults: defaultCluster, urlProblem: clusterUrlProblem, nameProblem };
  const chosen = choose ? await choose(question) : { ...defaultCluster, ...given };
  if (chosen === undefined) return undefined;
  const parsed = parseClusterUrl(withScheme(chosen.clusterUrl.trim()));
  const isComplete = given.clusterName !== undefined && given.clusterUrl !== undefined;
  return {
    name: chosen.clusterName,
    url: parsed.kind === 'url' ? parsed.url : chosen.clusterUrl,
    isDefault: choose === undefined && !isComplete,
  };
}
