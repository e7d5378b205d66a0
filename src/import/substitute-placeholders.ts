import { compareText } from '../model/config.ts';
import type { ImportedPlaceholdersView } from '../model/import-view.ts';
import type { Vars } from '../model/project.ts';
import { VariableChoice, type VariableContext } from './choose-variables.ts';
import {
  type FoundConnectorConfig,
  type FoundValue,
  filledIn,
  type ValuePart,
} from './formats/found-connector.ts';
import type { NewVar } from './formats/write/add-vars.ts';
import { type ConnectorUses, type UsePart, usesOf, type VariableUse } from './placeholder-uses.ts';

/** The connectors of an import whose placeholders are references, and what the project file must declare for them. */
export interface Substitution {
  readonly connectors: readonly FoundConnectorConfig[];
  readonly declared: ReadonlyMap<string, NewVar>;
  readonly ofCluster: ReadonlyMap<string, NewVar>;
  /** Values of variables in names that have none; they stand for them while the files are verified. */
  readonly standIns: Vars;
  /** Defaults of placeholders that are secrets, by environment variable. */
  readonly secretDefaults: Vars;
  readonly placeholders: ImportedPlaceholdersView;
}

/** Replaces the placeholders of connectors from files with references. */
export function substitutePlaceholders(
  connectors: readonly FoundConnectorConfig[],
  context: VariableContext,
): Substitution {
  const found = connectors.map(usesOf);
  const uses = found.flatMap(allUses);
  const choice = new VariableChoice(context, uses);
  const replaced = found.map((one) => replaceUses(one, choice));
  const { standIns, secretDefaults } = choice;
  const [declared, ofCluster] = [sorted(choice.declared), sorted(choice.ofCluster)];
  const placeholders = { ...countUses(uses, choice), unset: choice.unsetVariables() };
  return { connectors: replaced, declared, ofCluster, standIns, secretDefaults, placeholders };
}

function sorted(vars: ReadonlyMap<string, NewVar>): ReadonlyMap<string, NewVar> {
  return new Map([...vars].sort(([one], [other]) => compareText(one, other)));
}

function allUses({ name, config }: ConnectorUses): readonly VariableUse[] {
  return [...name, ...[...config.values()].flat()].flatMap((part) => (part.kind === 'use' ? [part] : []));
}

function replaceUses(
  { connector, name, config }: ConnectorUses,
  choice: VariableChoice,
): FoundConnectorConfig {
  const values = [...config].map(([key, parts]) => [key, replaceParts(parts, choice)] as const);
  const written = replaceParts(name, choice);
  const hasVariables = written.some(({ kind }) => kind === 'variable');
  const replaced = { ...connector, config: new Map(values) };
  if (!hasVariables) return { ...replaced, writtenName: undefined };
  const named = new Map([...choice.nameValues].map(([one, value]) => [`var.${one}`, value]));
  return { ...replaced, writtenName: written, name: filledIn(written, named) };
}

function replaceParts(parts: readonly UsePart[], choice: VariableChoice): FoundValue {
  const replaced: ValuePart[] = [];
  for (const part of parts) {
    const chosen = part.kind === 'use' ? choice.referenceFor(part) : undefined;
    const next: ValuePart =
      part.kind === 'text'
        ? part
        : chosen === undefined || chosen.scope === 'text'
          ? { kind: 'text', text: part.written }
          : { kind: 'variable', scope: chosen.scope, name: chosen.name };
    const last = replaced.at(-1);
    if (next.kind === 'text' && last?.kind === 'text')
      replaced[replaced.length - 1] = { kind: 'text', text: last.text + next.text };
    else replaced.push(next);
  }
  return replaced;
}

/** What the reader of a file recognized is no placeholder. */
function countUses(
  uses: readonly VariableUse[],
  choice: VariableChoice,
): Omit<ImportedPlaceholdersView, 'unset'> {
  const chosen = uses.filter(({ scope }) => scope === undefined).map((use) => choice.referenceFor(use));
  const names = (scope: 'env' | 'var') =>
    [...new Set(chosen.flatMap((one) => (one.scope === scope ? [one.name] : [])))].sort();
  const kept = chosen.filter(({ scope }) => scope === 'text').length;
  return { replaced: chosen.length - kept, kept, env: names('env'), vars: names('var') };
}
