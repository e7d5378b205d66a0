import { type Diagnostic, diagnose, distinctDiagnostics } from '../model/diagnostic.ts';
import type { EnvironmentNames } from '../model/environment-names.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import type { VarDeclarations, VarFromEnvironment } from '../model/project.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import { settingsOf } from './check-variables.ts';
import type { ClusterDocument, VarSources } from './cluster-document.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { environmentReferences } from './environment-references.ts';
import type { ProjectLayers } from './layer-document.ts';
import { inReportOrder } from './report-order.ts';

/** A project whose variables are to be checked. */
export interface CheckableFiles extends VarSources {
  readonly project: { readonly vars: VarDeclarations };
  readonly clusters: ReadonlyMap<string, ClusterDocument>;
  readonly connections:
    | { readonly vars: VarDeclarations; readonly clusterVars: ReadonlyMap<string, VarDeclarations> }
    | undefined;
  readonly documents: readonly ConnectorDocument[];
  readonly layers: ProjectLayers;
  readonly diagnostics: readonly Diagnostic[];
  readonly brokenFiles: number;
  readonly isProjectBroken: boolean;
}

/** What changes in a project after the check of its variables. */
type Checked = Pick<CheckableFiles, 'diagnostics' | 'isProjectBroken' | 'secretVariables'>;

/**
 * Checks that variables of the project file take no secret from the environment, because their values are shown. A pull
 * request could print a secret otherwise. When in doubt, a variable is refused and has no value.
 */
export function checkVars(
  files: CheckableFiles,
  declared: readonly (readonly [string, VarFromEnvironment])[],
  clusters: ReadonlyMap<string, ClusterDocument>,
): Checked {
  const rule = new SecrecyRule(files, clusters);
  const problems = declared.flatMap(([name, declaration]) => {
    const problem = rule.problemOf(name, declaration);
    return problem ? [{ problem, variable: declaration.variable }] : [];
  });
  const found = problems.map(({ problem }) => problem);
  const diagnostics = inReportOrder(distinctDiagnostics([...files.diagnostics, ...found]));
  return {
    diagnostics,
    secretVariables: new Set(problems.map(({ variable }) => variable)),
    isProjectBroken: files.isProjectBroken || found.length > 0,
  };
}

class SecrecyRule {
  readonly #names: EnvironmentNames;
  readonly #environment: ReadonlyMap<string, string>;
  readonly #referred: ReadonlySet<string>;
  readonly #secrets = new KnownSecrets();

  constructor(
    { environment, environmentNames, documents, layers }: CheckableFiles,
    clusters: ReadonlyMap<string, ClusterDocument>,
  ) {
    this.#names = environmentNames;
    this.#environment = environment;
    this.#referred = new Set([
      ...environmentReferences({ documents, layers }).map(({ name }) => name),
      ...[...clusters.values()].flatMap(referencesOf),
    ]);
    for (const [name, value] of environment)
      if (saysSecret(name) || this.#referred.has(name)) this.#secrets.learn(value);
  }

  problemOf(name: string, { variable, source }: VarFromEnvironment): Diagnostic | undefined {
    const refusal = this.#names.refusal(variable);
    const listed = this.#names.listed;
    const written = `env: ${variable}`;
    if (refusal === 'reserved')
      return diagnose('environment-name-reserved', { name: variable, listed, written }, { source });
    if (refusal === 'not-listed')
      return diagnose(
        'environment-name-not-allowed',
        { name: variable, listed: listed ?? [], written },
        { source },
      );
    const why = this.#whySecret(name, variable);
    return why && diagnose('secret-variable', { name, variable, why }, { source });
  }

  #whySecret(name: string, variable: string) {
    if (saysSecret(variable) || saysSecret(name)) return 'name' as const;
    if (this.#referred.has(variable)) return 'reference' as const;
    const value = this.#environment.get(variable) ?? '';
    const isSecret = findSecrets(value).spans.length > 0 || this.#secrets.isDistinctiveIn(value);
    return isSecret ? ('value' as const) : undefined;
  }
}

function referencesOf(cluster: ClusterDocument): readonly string[] {
  return settingsOf(cluster).flatMap(({ template }) =>
    template.parts.flatMap((part) => (part.kind === 'reference' && part.scope === 'env' ? [part.name] : [])),
  );
}
