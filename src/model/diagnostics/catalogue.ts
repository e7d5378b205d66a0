import { backupProblems } from './backup-problems.ts';
import { clusterProblems } from './cluster-problems.ts';
import { collisionProblems } from './collision-problems.ts';
import { comparisonProblems } from './comparison-problems.ts';
import { importFormatProblems } from './import-format-problems.ts';
import { importInputProblems } from './import-input-problems.ts';
import { importProblems } from './import-problems.ts';
import { manualActionProblems } from './manual-action-problems.ts';
import { pluginProblems } from './plugin-problems.ts';
import { policyFindings, policyProblems } from './policy-problems.ts';
import { canaryProblems } from './rollout-problems.ts';
import { savedPlanProblems } from './saved-plan-problems.ts';
import { fileProblems, hiddenFileProblems, variableFileProblems } from './source-problems.ts';

/** Every problem that can be reported, by its permanent code. All of its text lives here. */
export const catalogue = {
  ...fileProblems,
  ...hiddenFileProblems,
  ...variableFileProblems,
  ...clusterProblems,
  ...comparisonProblems,
  ...backupProblems,
  ...pluginProblems,
  ...collisionProblems,
  ...canaryProblems,
  ...policyProblems,
  ...policyFindings,
  ...savedPlanProblems,
  ...manualActionProblems,
  ...importFormatProblems,
  ...importInputProblems,
  ...importProblems,
};

/** A permanent code, such as `duplicate-connector`. */
export type DiagnosticCode = keyof typeof catalogue;
