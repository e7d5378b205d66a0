import { placeholdersIn } from '../../desired/check-names.ts';
import { compareText } from '../../model/config.ts';
import type { ImportedPlaceholdersView } from '../../model/import-view.ts';
import type { Vars } from '../../model/project.ts';
import {
  type FoundConnectorConfig,
  type FoundValue,
  filledIn,
  type ValuePart,
} from '../formats/found-connector.ts';
import type { NewVar } from '../formats/write/add-vars.ts';
import { VariableChoice, type VariableContext } from './choose-variables.ts';
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

/**
 * Replaces the placeholders of connectors from files with references. A connector whose name would not be valid stays
 * unchanged.
 */
export function substitutePlaceholders(
  connectors: readonly FoundConnectorConfig[],
  context: VariableContext,
): Substitution {
  const found = connectors.map(usesOf);
  const choice = new VariableChoice(context, found.flatMap(allUses));
  const named = found.map((one) => ({ one, name: nameOf(one, choice) }));
  const uses = named.flatMap(({ one, name }) => (name === undefined ? [] : allUses(one)));
  choice.decide(uses);
  const replaced = named.map(({ one, name }) =>
    name === undefined ? one.connector : replaceUses(one, name, choice),
  );
  const { standIns, secretDefaults } = choice;
  const [declared, ofCluster] = [sorted(choice.declared), sorted(choice.ofCluster)];
  const placeholders = { ...countUses(uses, choice), unset: choice.unsetVariables() };
  return { connectors: replaced, declared, ofCluster, standIns, secretDefaults, placeholders };
}

/** A name with its variables. */
interface WrittenName {
  /** With the values of its variables. */
  readonly text: string;
  /** Undefined if it has none. */
  readonly written: FoundValue | undefined;
}

/** Undefined if the name contains what cannot become a variable. */
function nameOf({ connector, name: parts }: ConnectorUses, choice: VariableChoice): WrittenName | undefined {
  const written = replaceParts(parts, choice);
  const hasVariables = written.some(({ kind }) => kind === 'variable');
  const values = new Map([...choice.nameValues].map(([one, value]) => [`var.${one}`, value]));
  const text = hasVariables ? filledIn(written, values) : connector.name;
  if (placeholdersIn(text).length > 0) return undefined;
  return { text, written: hasVariables ? written : undefined };
}

function sorted(vars: ReadonlyMap<string, NewVar>): ReadonlyMap<string, NewVar> {
  return new Map([...vars].sort(([one], [other]) => compareText(one, other)));
}

function allUses({ name, config }: ConnectorUses): readonly VariableUse[] {
  return [...name, ...[...config.values()].flat()].flatMap((part) => (part.kind === 'use' ? [part] : []));
}

function replaceUses(
  { connector, config }: ConnectorUses,
  { text: name, written: writtenName }: WrittenName,
  choice: VariableChoice,
): FoundConnectorConfig {
  const values = [...config].map(([key, parts]) => [key, replaceParts(parts, choice)] as const);
  return { ...connector, name, writtenName, config: new Map(values) };
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
