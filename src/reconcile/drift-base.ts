import path from 'node:path';
import { type ProjectFiles, readProject } from '../desired/read-project.ts';
import { resolveConnectors } from '../desired/resolve-connectors.ts';
import { type AttributedChange, attributeChange, type DriftBase } from '../diff/attribute-drift.ts';
import { withCommittedFiles } from '../git/files-at-commit.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { ActiveChange } from '../model/plan.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Project } from '../project/load-project.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { reasonsInWords } from '../saved-plan/check-applicable.ts';
import { basesOfPlan } from '../saved-plan/drift-base.ts';
import { loadSavedPlan } from '../saved-plan/load-saved-plan.ts';
import { sealingFor } from '../saved-plan/make-saved-plan.ts';
import { checkSameCluster, matchClusters } from '../saved-plan/match-clusters.ts';
import { checkSeal, planKeyOf } from '../saved-plan/seal.ts';
import { basesOfFiles } from './base-from-commit.ts';

/** What drift is held against, beside the files of today. */
export interface BaseOptions {
  /** A saved plan. */
  readonly plan?: string;
  /** A commit, branch or tag. */
  readonly since?: string;
}

/** Tells who made each difference on one cluster. */
export interface ClusterBase {
  /** What it is, for people: `the files as of main (0123456789ab)`. */
  readonly words: string;
  /** @throws ConnectSyncError where the base is of another Kafka cluster (exit 21) */
  readonly check: (kafkaClusterId: string | undefined) => void;
  readonly attribute: (change: ActiveChange) => AttributedChange;
}

/**
 * Opens the base that was asked for; undefined where none was. It is read before any cluster is.
 *
 * @throws ConnectSyncError, InvalidInputError where it cannot be read, or is none
 */
export async function openBase(
  project: Project,
  works: readonly DesiredCluster[],
  options: BaseOptions,
): Promise<((work: DesiredCluster) => ClusterBase | undefined) | undefined> {
  const { plan, since } = options;
  if (plan !== undefined && since !== undefined) {
    throw new ConnectSyncError({
      code: 'two-bases',
      message: '--plan and --since exclude each other: differences are held against one base',
      category: 'usage',
    });
  }
  const bases =
    plan !== undefined
      ? await openPlan(project, works, plan)
      : since !== undefined
        ? await openFiles(project, works, since)
        : undefined;
  return bases && ((work) => bases.get(work.label));
}

type Bases = ReadonlyMap<string, ClusterBase>;

async function openPlan(project: Project, works: readonly DesiredCluster[], file: string): Promise<Bases> {
  const saved = await loadSavedPlan(project.input.directory, file);
  if (saved.reason !== null) {
    throw new ConnectSyncError({
      code: 'saved-plan-refused',
      message: `${file} was never applied, so that it is no base: ${reasonsInWords[saved.reason]}`,
      hint: 'take the plan that was applied last, or --since REF',
      category: 'plan-refused',
    });
  }
  const planKey = planKeyOf(project);
  checkSeal(saved, planKey);
  const words = `the plan in ${toPrintableLine(file)}, made ${saved.createdAt}`;
  return new Map(
    matchClusters(saved, works).map((work) => {
      const baseOf = basesOfPlan(work.saved, sealingFor(work.saved.plan, saved.createdAt, { planKey }));
      const check = (id: string | undefined) => checkSameCluster(work, id);
      const attribute = (change: ActiveChange) =>
        attributeChange(change, baseOf(change.name, sidesOf(change)));
      return [work.label, { words, check, attribute }];
    }),
  );
}

function sidesOf(change: ActiveChange) {
  return {
    live: 'live' in change ? change.live.config : undefined,
    wished: 'target' in change ? change.target : undefined,
    ignoreKeys: 'desired' in change ? change.desired.ignoreKeys : [],
  };
}

async function openFiles(project: Project, works: readonly DesiredCluster[], ref: string): Promise<Bases> {
  const { directory, projectFile, version } = project.input;
  return withCommittedFiles(directory, ref, async (committed) => {
    const then = await readProject({
      directory: committed.directory,
      projectFile: projectFile && path.relative(directory, path.resolve(directory, projectFile)),
      environment: project.files.environment,
      envFiles: [],
      connectSyncVersion: version,
    });
    const words = `the files as of ${toPrintableLine(ref)} (${committed.commit})`;
    return new Map(
      works.map((work) => {
        const baseOf = filesOn(then, work, words);
        const attribute = (change: ActiveChange) => attributeChange(change, baseOf(change.name));
        return [work.label, { words, check: () => undefined, attribute }];
      }),
    );
  });
}

function filesOn(
  then: ProjectFiles,
  { project, target }: DesiredCluster,
  words: string,
): (name: string) => DriftBase {
  const offlineCluster = { name: target.name, vars: project.input.vars ?? new Map() };
  const resolved = resolveConnectors(then, offlineCluster, { unsetEnvironment: 'warning' });
  for (const secret of resolved.secrets) project.secrets.learn(secret);
  const problems = [...then.diagnostics, ...resolved.diagnostics].filter((one) => !isNoConnectorFiles(one));
  if (!hasErrors(problems)) return basesOfFiles(resolved.connectors);
  const heading = `${words} have errors, so that they are no base:`;
  throw new InvalidInputError(problems, then.files, { heading });
}
