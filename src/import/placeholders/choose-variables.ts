import { declaredVars, valuesOfVars } from '../../desired/cluster-document.ts';
import { environmentReferences } from '../../desired/environment-references.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import { unreservedName } from '../../model/environment-names.ts';
import { isSecretPlaceholder } from '../../model/placeholders.ts';
import type { Vars } from '../../model/project.ts';
import { findSecrets } from '../../model/redaction/find-secrets.ts';
import { saysSecret } from '../../model/redaction/secret-key-name.ts';
import type { NewVar } from '../formats/write/add-vars.ts';
import type { VariableUse } from './placeholder-uses.ts';

/** What placeholders become: `${env.…}`, `${var.…}`, nothing, or what fits the key. */
export type SubstituteMode = 'env' | 'var' | 'keep' | 'automatic';

/** `without-vars`: the project file cannot declare variables, so that names stay as they are. */
type Mode = SubstituteMode | 'without-vars';

/** The reference that a use becomes; `text`: it stays as it is. */
export type ChosenReference =
  | { readonly scope: 'env'; readonly name: string; readonly isNew: boolean }
  | { readonly scope: 'var'; readonly name: string }
  | { readonly scope: 'text' };

/** What the values of variables are known from. */
export interface VariableContext {
  readonly mode: Mode;
  readonly files: ProjectFiles;
  readonly cluster: string | undefined;
  /** The variables of this run. */
  readonly vars: Vars;
  /** The variables that the imported files set. */
  readonly ofFiles: Vars;
  /** Environment variables that variables of the project may not take their value from. */
  readonly refused: ReadonlySet<string>;
}

/** Decides for every variable of an import what it becomes, and collects what the project file must declare. */
export class VariableChoice {
  /** New variables of the project file, by name. */
  readonly declared = new Map<string, NewVar>();
  /** The same for the cluster of the import. */
  readonly ofCluster = new Map<string, NewVar>();
  /** Values for names of connectors whose variables have none: the variable itself stands in. */
  readonly standIns = new Map<string, string>();
  /** The values of variables in names of connectors, with those that stand in. */
  readonly nameValues = new Map<string, string>();
  /** Secrets that the files set, or that are defaults of placeholders, by environment variable. */
  readonly secretDefaults = new Map<string, string>();
  readonly #context: VariableContext;
  readonly #secret: ReadonlySet<string>;
  /** Variables in names of connectors: elsewhere they are the same variables of the project. */
  readonly #inNames: ReadonlySet<string>;
  readonly #chosen = new Map<string, ChosenReference>();

  constructor(context: VariableContext, uses: readonly VariableUse[]) {
    this.#context = context;
    const { files, mode, refused } = context;
    const referred = environmentReferences(files).map(({ name }) => name);
    this.#inNames = new Set(uses.flatMap(({ place, name }) => (place === 'name' ? [name] : [])));
    const isFixed = ({ scope, place, name }: VariableUse) =>
      place === 'secret' ||
      (scope === 'env' && mode !== 'var' && !this.#inNames.has(name)) ||
      saysSecret(name) ||
      this.#hasSecretValue(name);
    const isRefused = ({ name }: VariableUse) => refused.has(unreservedName(name));
    const secret = uses.filter((use) => isFixed(use) || isRefused(use));
    this.#secret = new Set([...referred, ...secret.map(({ name }) => name)]);
  }

  /** Decides about these uses first; those without a default take that of the others. */
  decide(uses: readonly VariableUse[]): void {
    for (const use of uses) if (use.default) this.referenceFor(use);
    for (const use of uses) this.referenceFor(use);
  }

  referenceFor(use: VariableUse): ChosenReference {
    const key = JSON.stringify([use.name, use.default, use.place === 'name', use.scope]);
    const chosen = this.#chosen.get(key) ?? this.#choose(use);
    this.#chosen.set(key, chosen);
    return chosen;
  }

  /** A name is shown everywhere, so it cannot hold a secret. */
  #choose({ name, default: fallback, place, scope }: VariableUse): ChosenReference {
    const { mode } = this.#context;
    if (mode === 'keep' && scope === undefined) return { scope: 'text' };
    const isText = mode === 'without-vars' || this.#secret.has(name);
    if (place === 'name') return isText ? { scope: 'text' } : this.#var(name, fallback, true);
    const isVar =
      mode === 'var' ||
      (mode === 'automatic' && scope !== 'env') ||
      (mode !== 'without-vars' && (scope === 'var' || this.#inNames.has(name)));
    if (isVar && !this.#secret.has(name)) return this.#var(name, fallback, false);
    const variable = unreservedName(name);
    const known = this.#context.ofFiles.get(name) ?? fallback ?? '';
    if (known !== '' && !isSecretPlaceholder(known)) this.secretDefaults.set(variable, known);
    return { scope: 'env', name: variable, isNew: scope === undefined };
  }

  /** Environment variables that new variables of the project need, and that are not set. */
  unsetVariables(): readonly string[] {
    const { environment } = this.#context.files;
    const names = [...this.declared.values()].flatMap((one) =>
      one.kind === 'environment' && one.default === undefined && !environment.get(one.variable)?.trim()
        ? [one.variable]
        : [],
    );
    return [...new Set(names)].sort();
  }

  #hasSecretValue(name: string): boolean {
    const { vars, ofFiles, files } = this.#context;
    const values = [vars.get(name), ofFiles.get(name), files.environment.get(name)];
    return values.some((value) => value !== undefined && findSecrets(value).spans.length > 0);
  }

  #var(name: string, fallback: string | undefined, isInName: boolean): ChosenReference {
    const { vars, ofFiles } = this.#context;
    const value = vars.get(name) ?? ofFiles.get(name);
    const wanted: NewVar =
      value === undefined || value === ''
        ? {
            kind: 'environment',
            variable: unreservedName(name),
            default: fallback === '' ? undefined : fallback,
          }
        : { kind: 'value', value };
    const free = this.#place(name, wanted);
    if (isInName) this.#learnNameValue(free, wanted);
    return { scope: 'var', name: free };
  }

  /** The name under which the project file declares the variable; another name if this one has another value. */
  #place(name: string, wanted: NewVar): string {
    const { files, cluster } = this.#context;
    const isOneOfSeveral = cluster !== undefined && files.clusters.size > 1;
    const own = cluster === undefined ? undefined : files.clusters.get(cluster)?.vars;
    for (let number = 1; ; number += 1) {
      const free = number === 1 ? name : `${name}_${number}`;
      if (this.#isSame(free, wanted)) return free;
      if (this.declared.has(free) || this.ofCluster.has(free)) continue;
      const isDeclared = files.project.vars.has(free);
      if (isOneOfSeveral && wanted.kind === 'value' && own?.has(free) !== true) {
        this.ofCluster.set(free, wanted);
        return free;
      }
      if (isDeclared || own?.has(free) === true) continue;
      this.declared.set(free, wanted);
      return free;
    }
  }

  /** Whether a variable of that name has the value. What takes it from the environment accepts any without a default. */
  #isSame(name: string, wanted: NewVar): boolean {
    const { files, cluster } = this.#context;
    const added = this.ofCluster.get(name) ?? this.declared.get(name);
    if (added) return isSameVar(added, wanted);
    const existing = declaredVars(files, cluster).get(name);
    if (existing === undefined) return false;
    if (wanted.kind === 'value') return existing === wanted.value;
    const itsDefault = typeof existing === 'string' ? existing : existing.default;
    return wanted.default === undefined || itsDefault === wanted.default;
  }

  #learnNameValue(name: string, wanted: NewVar): void {
    const value = this.#valueOf(name, wanted);
    if (value === undefined) this.standIns.set(name, name);
    this.nameValues.set(name, value ?? name);
  }

  #valueOf(name: string, wanted: NewVar): string | undefined {
    const { files, cluster, vars } = this.#context;
    const existing = vars.get(name) ?? valuesOfVars(declaredVars(files, cluster), files).get(name);
    if (existing !== undefined) return existing;
    if (wanted.kind === 'value') return wanted.value;
    const value = files.environment.get(wanted.variable) ?? '';
    return value.trim() === '' ? wanted.default : value;
  }
}

function isSameVar(added: NewVar, wanted: NewVar): boolean {
  if (added.kind === 'value' || wanted.kind === 'value')
    return added.kind === 'value' && wanted.kind === 'value' && added.value === wanted.value;
  if (added.variable !== wanted.variable) return false;
  return wanted.default === undefined || wanted.default === added.default;
}
