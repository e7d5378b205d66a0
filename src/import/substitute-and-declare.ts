import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Project } from '../project/load-project.ts';
import type { SubstituteMode } from './choose-variables.ts';
import { declareVars } from './declare-vars.ts';
import type { FoundConnectorFile } from './formats/read/found-file.ts';
import type { ProjectFileEdit } from './import-request.ts';
import { type Substitution, substitutePlaceholders } from './substitute-placeholders.ts';

/** The connectors of files without placeholders, and the project with the variables that they need. */
export interface DeclaredSubstitution {
  readonly substitution: Substitution;
  readonly project: Project;
  /** The edited project file, which is not written yet; undefined: unchanged. */
  readonly file: ProjectFileEdit | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the connectors are imported into. */
export interface SubstitutionContext {
  readonly project: Project;
  readonly cluster: string | undefined;
  readonly mode: SubstituteMode;
}

/**
 * Replaces the placeholders of connectors, and declares the variables that replace them. Where the project file cannot
 * declare variables, those of the environment take their place.
 */
export async function substituteAndDeclare(
  { connectors, variables: ofFiles }: Pick<FoundConnectorFile, 'connectors' | 'variables'>,
  { project, cluster, mode }: SubstitutionContext,
): Promise<DeclaredSubstitution> {
  const { files, input } = project;
  const context = { files, cluster, vars: input.vars ?? new Map(), ofFiles };
  const substitution = substitutePlaceholders(connectors, { ...context, mode });
  const { rejection: reason, ...declared } = await declareVars(project, substitution, cluster);
  if (reason === undefined) return { ...declared, substitution, diagnostics: [] };
  return {
    ...declared,
    substitution: substitutePlaceholders(connectors, { ...context, mode: 'without-vars' }),
    diagnostics: [diagnose('import-vars-not-declared', { reason })],
  };
}
