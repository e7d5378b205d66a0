import { type Profile, type Release, reaches } from '../profile.ts';

/** The types of Kafka's ConfigDef. */
export type KeyType =
  | 'BOOLEAN'
  | 'STRING'
  | 'INT'
  | 'SHORT'
  | 'LONG'
  | 'DOUBLE'
  | 'LIST'
  | 'CLASS'
  | 'PASSWORD';

/** A parsed value: a list for LIST, text for everything else, null where there is none. */
export type ParsedValue = string | readonly string[] | null;

/** Why a value is refused: the part after `Invalid value V for configuration K: `, or the whole message. */
export type Objection = string | { readonly message: string };

/** Checks a parsed value. `name` is the key without a prefix, as messages name it. */
export type ValueCheck = (value: ParsedValue, name: string) => Objection | undefined;

/**
 * One key of a plugin or of the framework, as `/connector-plugins/{p}/config` shows it (Connect REST contract 7.1).
 */
export interface KeyDefinition {
  readonly name: string;
  readonly type: KeyType;
  /** Left out: the key is required. `null`: it may be missing. */
  readonly defaultValue?: string | null;
  readonly importance: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly documentation: string;
  readonly group: string | null;
  /** The place within its group, from 1; -1 without a group. */
  readonly order: number;
  readonly width: 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';
  readonly displayName: string;
  readonly check?: ValueCheck;
  /** The name that the check's message uses where it is not `name`: the one without a prefix. */
  readonly checkedAs?: string;
  /** The values that validation recommends; others are accepted too. */
  readonly recommended?: readonly string[];
  /** Whether validation calls it invisible: the version of a converter that is not installed. */
  readonly isHidden?: true;
  /** The release that brought the key. */
  readonly since?: Release;
  /** The first release that no longer has it, or has it in another way. */
  readonly until?: Release;
}

/** The optional parts of a definition; what is left out has ConfigDef's default. */
export interface KeyOptions {
  readonly default?: string | null;
  readonly importance?: KeyDefinition['importance'];
  readonly documentation?: string;
  readonly group?: string;
  readonly order?: number;
  readonly width?: KeyDefinition['width'];
  readonly displayName?: string;
  readonly check?: ValueCheck;
  readonly since?: Release;
  readonly until?: Release;
}

/** A key with a default, `null` unless another is given. */
export function optionalKey(name: string, type: KeyType, options: KeyOptions = {}): KeyDefinition {
  return { ...requiredKey(name, type, options), defaultValue: options.default ?? null };
}

/** A key without a default: leaving it out is an error. */
export function requiredKey(name: string, type: KeyType, options: KeyOptions = {}): KeyDefinition {
  const displayName = options.displayName ?? name;
  return {
    name,
    type,
    importance: options.importance ?? 'MEDIUM',
    documentation: options.documentation ?? `${displayName}.`,
    group: options.group ?? null,
    order: options.order ?? -1,
    width: options.width ?? 'NONE',
    displayName,
    ...(options.check && { check: options.check }),
    ...(options.since && { since: options.since }),
    ...(options.until && { until: options.until }),
  };
}

/** The keys that a worker of that release has. */
export function inRelease(profile: Profile, keys: readonly KeyDefinition[]): readonly KeyDefinition[] {
  return keys.filter(
    ({ since, until }) => (!since || reaches(profile, since)) && !(until && reaches(profile, until)),
  );
}

/** The definition under a prefixed name: `transforms.a.` and `regex` give `transforms.a.regex`. */
export function prefixed(key: KeyDefinition, prefix: string): KeyDefinition {
  return { ...key, name: `${prefix}${key.name}`, checkedAs: key.name };
}
