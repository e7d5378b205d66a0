import { problem } from './problem.ts';

/** What an earlier revision of the files lacks, so that a comparison with it says less. */
export const comparisonProblems = {
  'project-file-added': problem<{ file: string; commit: string }>({
    severity: 'warning',
    message: ({ file, commit }) =>
      `${file} does not exist as of ${commit}: what it declares counts as added, also in connectors that inherit it`,
    hint: 'name a later commit with  --since',
    means: 'The project file was added after the commit that  plan --offline  compares with.',
    matters:
      'Clusters, defaults and profiles did not exist then, so that more connectors differ than were edited.',
  }),
  'cluster-removed': problem<{ cluster: string; commit: string }>({
    severity: 'warning',
    message: ({ cluster, commit }) =>
      `cluster ${cluster} was declared as of ${commit} and is not declared now: its connectors are not compared`,
    hint: 'what runs on it keeps running: delete its connectors before the cluster is removed from the project file',
    means: 'The project file no longer declares a cluster that it declared before.',
    matters: 'No plan and no apply reads this cluster any more, and its connectors keep running.',
  }),
};
