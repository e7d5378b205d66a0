import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import type { Vars } from '../../model/project.ts';
import type { Project } from '../../project/load-project.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import type { FoundConnectorFile } from '../formats/read/found-file.ts';
import type { ProjectFileEdit } from '../import-request.ts';
import type { SubstituteMode, VariableContext } from './choose-variables.ts';
import { declareVars } from './declare-vars.ts';
import { placeholderNames } from './placeholder-uses.ts';
import { type Substitution, substitutePlaceholders } from './substitute-placeholders.ts';

/** The connectors of files without placeholders, and the project with the variables that they need. */
export interface DeclaredSubstitution {
  readonly substitution: Substitution;
  readonly project: Project;
  /** The edited project file, which is not written yet; undefined: unchanged. */
  readonly file: ProjectFileEdit | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Questions about placeholders, where somebody can answer them. */
export interface SubstitutionQuestions {
  /** What the placeholders of these variables become; a variable is repeated for each placeholder. */
  readonly chooseMode: (variables: readonly string[]) => Promise<SubstituteMode>;
  /** The value of a variable in names of connectors; empty: it is taken from the environment. */
  readonly enterValue: (variable: string) => Promise<string>;
}

/** What the connectors are imported into. */
export interface SubstitutionContext {
  readonly project: Project;
  readonly cluster: string | undefined;
  /** Undefined: a question, or `automatic`. */
  readonly mode: SubstituteMode | undefined;
  readonly questions: SubstitutionQuestions | undefined;
  /** The names of those that are imported, of all connectors with their names resolved. */
  readonly choose: (connectors: readonly FoundConnectorConfig[]) => ReadonlySet<string>;
}

/**
 * Replaces the placeholders of connectors, and declares the variables that replace those of the chosen ones. Where the project file cannot
 * declare variables, those of the environment take their place.
 */
export async function substituteAndDeclare(
  { connectors, variables }: Pick<FoundConnectorFile, 'connectors' | 'variables'>,
  context: SubstitutionContext,
): Promise<DeclaredSubstitution> {
  const { project, cluster } = context;
  const mode = await modeFor(connectors, context);
  const known = { files: project.files, cluster, vars: project.input.vars ?? new Map(), mode };
  const ofFiles = await askForNames(
    connectors,
    { ...known, ofFiles: variables, refused: new Set() },
    context,
  );
  const [all, refused] = [{ ...known, ofFiles }, new Set<string>()];
  for (;;) {
    const substitution = substituteChosen(connectors, { ...all, refused }, context.choose);
    const declared = await declareVars(project, substitution, cluster);
    const { file, rejection: reason } = declared;
    if (reason !== undefined) {
      const others = substituteChosen(connectors, { ...all, refused, mode: 'without-vars' }, context.choose);
      const diagnostics = [diagnose('import-vars-not-declared', { reason })];
      return { substitution: others, project, file: undefined, diagnostics };
    }
    const added = [...declared.refused].filter((variable) => !refused.has(variable));
    if (added.length === 0) return { substitution, project: declared.project, file, diagnostics: [] };
    for (const variable of added) refused.add(variable);
  }
}

/** The other connectors have names, but need no variables. */
function substituteChosen(
  connectors: readonly FoundConnectorConfig[],
  context: VariableContext,
  choose: SubstitutionContext['choose'],
): Substitution {
  const all = substitutePlaceholders(connectors, context);
  const names = choose(all.connectors);
  const isChosen = all.connectors.map(({ name }) => names.has(name));
  if (!isChosen.includes(false)) return all;
  const substitution = substitutePlaceholders(
    connectors.filter((_, index) => isChosen[index]),
    context,
  );
  const chosen = substitution.connectors.values();
  const merged = all.connectors.map((one, index) => (isChosen[index] ? (chosen.next().value ?? one) : one));
  return { ...substitution, connectors: merged };
}

async function modeFor(
  connectors: readonly FoundConnectorConfig[],
  { mode, questions }: SubstitutionContext,
): Promise<SubstituteMode> {
  const names = mode === undefined && questions ? connectors.flatMap(placeholderNames) : [];
  return names.length > 0 && questions ? questions.chooseMode(names) : (mode ?? 'automatic');
}

/** The values that the files set, and those that were entered for variables in names. */
async function askForNames(
  connectors: readonly FoundConnectorConfig[],
  context: VariableContext,
  { questions }: SubstitutionContext,
): Promise<Vars> {
  const values = new Map(context.ofFiles);
  if (!questions) return values;
  for (const name of substitutePlaceholders(connectors, context).standIns.values()) {
    const value = await questions.enterValue(name);
    if (value.trim() !== '') values.set(name, value.trim());
  }
  return values;
}
