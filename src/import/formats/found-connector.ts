import type { DesiredState } from '../../model/desired-connector.ts';
import { escapeReferences } from '../../model/escape-references.ts';
import type { Source } from '../../model/source.ts';

/** A connector as it was found, live or in a file, before it becomes a connector file. */
export interface FoundConnectorConfig {
  /** Any text that was found as its name; a connector file cannot have every one. */
  readonly name: string;
  /** In the order in which the keys were found; without `name`. */
  readonly config: FoundConfig;
  /** Only where it is known. */
  readonly state: DesiredState | undefined;
  /** Where it was found; undefined for a live one. */
  readonly source: Source | undefined;
}

/** A configuration as a connector file will have it. */
export type FoundConfig = ReadonlyMap<string, FoundValue>;

/** A value: text, and variables of the environment, in order. */
export type FoundValue = readonly ValuePart[];

/** A piece of a value. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string };

/** The value that is this text. */
export function textValue(text: string): FoundValue {
  return [{ kind: 'text', text }];
}

/** The text of a value that holds no variable. */
export function literalOf(value: FoundValue): string | undefined {
  if (value.some(({ kind }) => kind === 'variable')) return undefined;
  return value.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

/** What the value reads as once its variables are filled in; those that are unknown stay as they are written. */
export function filledIn(value: FoundValue, variables: ReadonlyMap<string, string>): string {
  return value
    .map((part) => (part.kind === 'text' ? part.text : (variables.get(part.name) ?? `\${env.${part.name}}`)))
    .join('');
}

/** The value as it stands in a connector file. */
export function writtenForm(value: FoundValue): string {
  return value
    .map((part) => (part.kind === 'text' ? escapeReferences(part.text) : `\${env.${part.name}}`))
    .join('');
}
