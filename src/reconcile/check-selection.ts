import { diagnose } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { Project } from '../project/load-project.ts';
import { type DesiredCluster, resolveClusters } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import type { PlanSettings } from './plan-options.ts';

/**
 * The clusters of a plan with their desired state. What `--prune` would delete must not be declared in a file that is out
 * of sight; the work tree is searched for that only with `--prune`.
 *
 * @throws InvalidInputError with every error of the files, before anything is contacted
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export async function resolveForPlan(
  project: Project,
  choice: ClusterChoice,
  { prune, allowEmpty }: Pick<PlanSettings, 'prune' | 'allowEmpty'>,
): Promise<readonly DesiredCluster[]> {
  const hidden =
    prune === true ? await (await import('./find-hidden-files.ts')).findHiddenFiles(project) : undefined;
  return resolveClusters(project, choice, { whenEmpty: allowEmpty === true ? 'accept' : 'refuse', hidden });
}

/**
 * Checks that each name or glob of `--adopt`, `--only` and `--rewrite-masked` matches a connector that the files declare for one of the
 * clusters. A misspelled `--only` would leave nothing to do, and look like success.
 *
 * @throws ConnectSyncError where a name or glob matches nothing, with the nearest name
 * @throws ConnectSyncError (usage) where `--adopt` is given and the project declares no marker
 */
export function checkSelection(
  clusters: readonly DesiredCluster[],
  {
    adopt = [],
    only = [],
    rewriteMasked = [],
    prune,
  }: Pick<PlanSettings, 'adopt' | 'only' | 'rewriteMasked' | 'prune'>,
): void {
  checkAdoption(clusters, adopt);
  selectNames(rewriteMasked, presentNames(clusters), 'in the files (--rewrite-masked)');
  // With --prune, --only is a usage error anyway, which is reported when the plan is made.
  if (prune !== true) selectNames(only, declaredNames(clusters), 'in the files');
}

/**
 * Checks that `--adopt` can have an effect. A connector that is already owned may match, so that a pipeline can run
 * the same command line again.
 */
export function checkAdoption(clusters: readonly DesiredCluster[], adopt: readonly string[]): void {
  if (adopt.length === 0) return;
  if (clusters.some(({ project }) => !project.files.project.ownership.marker)) {
    throw new ConnectSyncError({
      code: 'adopt-usage',
      message: '--adopt writes the ownership marker, and the project declares none',
      hint: 'declare ownership.marker and ownership.repository in the project file, or leave out --adopt',
      category: 'usage',
    });
  }
  const names = declaredNames(clusters);
  for (const pattern of adopt) {
    if (!names.some((name) => matchesNameGlob(pattern, name))) throw matchesNothing(pattern, names);
  }
}

/** The clusters with a warning, on the first of them, for every name or glob that may end unhealthy and matches nothing. */
export function warnAllowedNothing<C extends DesiredCluster>(
  clusters: readonly C[],
  patterns: readonly string[] = [],
): readonly C[] {
  const names = declaredNames(clusters);
  const unmatched = patterns.filter(
    (pattern) => pattern !== '*' && !names.some((name) => matchesNameGlob(pattern, name)),
  );
  const [first, ...rest] = clusters;
  if (unmatched.length === 0 || !first) return clusters;
  const warnings = unmatched.map((pattern) => diagnose('allows-nothing', { pattern }));
  return [{ ...first, warnings: [...first.warnings, ...warnings] }, ...rest];
}

function declaredNames(clusters: readonly DesiredCluster[]): readonly string[] {
  return clusters.flatMap(({ desired }) => desired.connectors.map((connector) => connector.name));
}

function presentNames(clusters: readonly DesiredCluster[]): readonly string[] {
  return clusters.flatMap(({ desired }) =>
    desired.connectors.flatMap((connector) => (connector.kind === 'present' ? [connector.name] : [])),
  );
}

function matchesNothing(pattern: string, names: readonly string[]): ConnectSyncError {
  const near = nearestName(pattern, names);
  const isGlob = /[*?]/.test(pattern);
  return new ConnectSyncError({
    code: 'nothing-to-adopt',
    message: `--adopt ${pattern}: no file declares a connector ${isGlob ? 'that matches' : 'of this name'}`,
    hint: near
      ? `did you mean "${near}"?`
      : 'only a connector that a file declares can be adopted: write the file first',
    category: 'failure',
  });
}
