import type { ChooseCluster } from '../../init/first-cluster.ts';
import type { Host } from '../host.ts';

/** Asks on the terminal for the name and URL of the first cluster of a project, unless they are given. */
export function askForCluster({ enter }: Pick<Host, 'enter'>): ChooseCluster {
  return async ({ given, defaults, urlProblem, nameProblem }) => {
    const clusterUrl =
      given.clusterUrl ??
      (await enter({
        question: 'Kafka Connect worker URL?',
        defaultText: defaults.clusterUrl,
        validate: urlProblem,
      }));
    if (clusterUrl === undefined) return undefined;
    const clusterName =
      given.clusterName ??
      (await enter({ question: 'Cluster name?', defaultText: defaults.clusterName, validate: nameProblem }));
    return clusterName === undefined ? undefined : { clusterUrl, clusterName };
  };
}
