// The entry point `connect-sync`: load a project, plan and apply it, detect drift, render the results. The library never
// exits, prints or reads the environment of the process.

export type * from '../model/apply-view.ts';
export type { Clock } from '../model/clock.ts';
export { ConnectSyncError, type ErrorCategory } from '../model/error.ts';
export type * from '../model/plan-view.ts';
export type { PolicyParameter, PolicyParameters, PolicySeverity } from '../model/policy.ts';
export type * from '../model/policy-view.ts';
export type { RequestRecord, Wait } from '../model/ports.ts';
export type * from '../model/status-view.ts';
export type { ClusterResult } from '../project/on-each-cluster.ts';
export type { ProjectValidation } from '../reconcile/validate-project.ts';
export { type ApplyPlanOptions, type ApplyRun, applyPlan } from './apply-plan.ts';
export { type CompareFilesOptions, compareFiles, type FileComparison } from './compare-files.ts';
export {
  type InspectOptions,
  readStatus,
  type StatusOptions,
  type ValidateOptions,
  validateProject,
} from './inspect-project.ts';
export {
  type Cluster,
  type ClusterChoice,
  diagnosticsOf,
  loadProject,
  type Project,
  type ProjectOptions,
  resolveClusters,
} from './load-project.ts';
export {
  type ClusterPlan,
  type DriftOptions,
  type DriftResult,
  detectDrift,
  type PlanClusterOptions,
  planCluster,
} from './plan-cluster.ts';
export { listPolicies, type PolicyOptions, testPolicies } from './policies.ts';
export {
  type PlanFormatName,
  type RenderOptions,
  type ReportFormatName,
  renderPlan,
  renderReport,
} from './render.ts';
export type { RunOptions } from './run-options.ts';
export { version } from './version.ts';
