import { inReportOrder } from '../desired/report-order.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { DeclaredPolicies } from '../model/policy.ts';
import type { CompiledPolicies } from '../policy/compile-policies.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';

const compiled = new WeakMap<DeclaredPolicies, Promise<CompiledPolicies>>();

const none: CompiledPolicies = { policies: [], diagnostics: [] };

/** The policies of a project, compiled once. CEL is loaded only where there are some. */
export async function compiledPolicies({ files }: Project): Promise<CompiledPolicies> {
  const { policies: declared } = files;
  if (declared.documents.length === 0 && declared.pack.length === 0) return none;
  const known = compiled.get(declared) ?? compile(declared);
  compiled.set(declared, known);
  return known;
}

async function compile(declared: DeclaredPolicies): Promise<CompiledPolicies> {
  const { compilePolicies } = await import('../policy/compile-policies.ts');
  return compilePolicies(declared);
}

/** Loads a project for a command that evaluates its policies: their mistakes are among its problems. */
export async function loadWithPolicies(input: ProjectInput): Promise<Project> {
  const project = await loadProject(input);
  const { diagnostics } = await compiledPolicies(project);
  const found = [...diagnostics, ...misspeltClusters(project)];
  if (found.length === 0) return project;
  const { files } = project;
  return { ...project, files: { ...files, diagnostics: inReportOrder([...files.diagnostics, ...found]) } };
}

/**
 * Policies that are limited to a cluster whose name is nearly one of the project: they would never apply. Another name
 * is none of this project, since policies are shared.
 */
function misspeltClusters(project: Project): readonly Diagnostic[] {
  const known = declaredClusters(project);
  return project.files.policies.documents.flatMap(({ match, source }) =>
    (match.cluster ?? [])
      .filter((name) => !/[*?]/.test(name) && !known.includes(name))
      .flatMap((cluster) => {
        const suggestion = nearestName(cluster, known);
        if (suggestion === undefined) return [];
        const problem = diagnose('unknown-cluster', { cluster, known, suggestion }, { source });
        return [{ ...problem, severity: 'warning' as const }];
      }),
  );
}
