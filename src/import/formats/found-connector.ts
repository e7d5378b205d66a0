import type { DesiredState } from '../../model/desired-connector.ts';
import { escapeReferences } from '../../model/escape-references.ts';
import type { Source } from '../../model/source.ts';

/** A connector that was found on a cluster or in a file. */
export interface FoundConnectorConfig {
  /** The name that was found, with the values of variables; it may be invalid in a connector file. */
  readonly name: string;
  /** The name as a connector file declares it, if it contains variables. */
  readonly writtenName?: FoundValue | undefined;
  /** Whether a shell expanded its text, so that `$NAME` in it is literal. */
  readonly isExpanded?: boolean | undefined;
  /** Whether its name is that of its file, because it has none. */
  readonly isNamedByFile?: boolean | undefined;
  /** Keys in the order in which they were found, without `name`. */
  readonly config: FoundConfig;
  /** Undefined if unknown. */
  readonly state: DesiredState | undefined;
  /** Its position in a file; undefined for a live connector. */
  readonly source: Source | undefined;
  readonly comments?: FoundComments | undefined;
  /** Keys that are null on the cluster, which a connector file cannot declare. */
  readonly nullKeys?: readonly string[] | undefined;
  /** Keys that its file declares secret, such as `config_sensitive` of Terraform. */
  readonly secretKeys?: readonly string[] | undefined;
}

/** Comments by key, as lines without the comment sign; also under `headComment` and `tailComment`. */
export type FoundComments = ReadonlyMap<string, readonly string[]>;

/** The place of comments above a connector. */
export const headComment = '';

/** The place of comments after the last key; no key of a config consists of a line break. */
export const tailComment = '\n';

/** A config with variables in its values. */
export type FoundConfig = ReadonlyMap<string, FoundValue>;

/** A value: text and variables, in order. */
export type FoundValue = readonly ValuePart[];

/** A part of a value. */
export type ValuePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `${env.NAME}`, which is secret, or `${var.NAME}`. */
  | { readonly kind: 'variable'; readonly scope: 'env' | 'var'; readonly name: string };

/** A value that is plain text. */
export function textValue(text: string): FoundValue {
  return [{ kind: 'text', text }];
}

/** The text of a value without variables; undefined if it has variables. */
export function literalOf(value: FoundValue): string | undefined {
  if (value.some(({ kind }) => kind === 'variable')) return undefined;
  return value.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

/**
 * The text of a value with its variables resolved; unknown variables stay unresolved. Values of `${var.NAME}` are those
 * of `var.NAME`, which is no name of an environment variable.
 */
export function filledIn(value: FoundValue, variables: ReadonlyMap<string, string>): string {
  return value.map((part) => (part.kind === 'text' ? part.text : valueOfPart(part, variables))).join('');
}

function valueOfPart(
  { scope, name }: Extract<ValuePart, { kind: 'variable' }>,
  variables: ReadonlyMap<string, string>,
): string {
  return variables.get(scope === 'env' ? name : `var.${name}`) ?? `\${${scope}.${name}}`;
}

/** The text of a value in a connector file. */
export function writtenForm(value: FoundValue): string {
  return value
    .map((part) => (part.kind === 'text' ? escapeReferences(part.text) : `\${${part.scope}.${part.name}}`))
    .join('');
}
