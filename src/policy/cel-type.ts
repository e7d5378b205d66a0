/** A type of CEL, as the checker knows it. `any` stands for what is not known, such as the elements of `[]`. */
export type CelType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'list'; readonly of: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | RecordType;

/** The types without parts. */
export type ScalarKind =
  | 'any'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'int'
  | 'null'
  | 'string'
  | 'timestamp'
  | 'uint';

/** A variable with fields. */
export interface RecordType {
  readonly kind: 'record';
  readonly name: string;
  readonly fields: Readonly<Record<string, CelType>>;
  /** It may be `null` instead. */
  readonly isNullable: boolean;
}

/** A scalar type. */
export function scalar(kind: ScalarKind): CelType {
  return { kind };
}

/** A list type. */
export function listOf(of: CelType): CelType {
  return { kind: 'list', of };
}

/** A map with text keys. */
export function mapOf(value: CelType): CelType {
  return { kind: 'map', key: scalar('string'), value };
}

/** A type as messages and the documentation show it: `list<string>`. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list<${typeText(type.of)}>`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
    case 'record':
      return type.name;
    default:
      return type.kind;
  }
}

/** The common type of two values; undefined if they have none. */
export function unify(one: CelType, other: CelType): CelType | undefined {
  if (one.kind === 'any') return other;
  if (other.kind === 'any') return one;
  if (one.kind === 'list' && other.kind === 'list') {
    const of = unify(one.of, other.of);
    return of && listOf(of);
  }
  if (one.kind === 'map' && other.kind === 'map') {
    const [key, value] = [unify(one.key, other.key), unify(one.value, other.value)];
    return key && value && { kind: 'map', key, value };
  }
  if (one.kind === 'record' && other.kind === 'record') return one.name === other.name ? one : undefined;
  return one.kind === other.kind ? one : undefined;
}

/** How many lists and maps are nested in a type. */
export function depthOf(type: CelType): number {
  if (type.kind === 'list') return 1 + depthOf(type.of);
  return type.kind === 'map' ? 1 + Math.max(depthOf(type.key), depthOf(type.value)) : 0;
}
