import { parseExactJson } from '../../model/exact-json.ts';
import { does, type Profile } from '../profile.ts';
import type { BodyText } from './body-text.ts';
import { type JsonSource, JsonSourceError, parseJsonSource } from './json-source.ts';
import { RestError } from './rest-error.ts';

/** A configuration as it was received: every value is text, or null where the JSON has null. */
export type StringMap = ReadonlyMap<string, string | null>;

/** The Java types that bodies are bound to, as error messages name them. */
const javaTypes = {
  map: 'java.util.LinkedHashMap<java.lang.String,java.lang.String>',
  string: 'java.lang.String',
  list: 'java.util.ArrayList<org.apache.kafka.connect.runtime.rest.entities.ConnectorOffset>',
  object: 'java.util.LinkedHashMap<java.lang.String,java.lang.Object>',
};

/**
 * Binds bodies to types as Jackson does for a worker; every mistake is a 500 with its message
 * (Connect REST contract 2).
 */
export class Jackson {
  readonly #text: string;
  readonly #problem: BodyText['problem'];
  readonly #profile: Profile;

  constructor({ text, problem }: BodyText, profile: Profile) {
    this.#text = text;
    this.#problem = problem;
    this.#profile = profile;
  }

  isEmpty(): boolean {
    return this.#text.trim() === '' && this.#problem === undefined;
  }

  /** The body as a tree; undefined where it is empty or `null`. */
  read(): JsonSource | undefined {
    if (this.#problem) throw this.refusal(this.#problem.message, this.#problem.at);
    try {
      const trailing = does(this.#profile, 'trailingJsonRefused') ? 'refused' : 'ignored';
      const value = parseJsonSource(this.#text, trailing);
      return value?.kind === 'null' ? undefined : value;
    } catch (error) {
      if (error instanceof JsonSourceError) throw this.refusal(error.message, error.at);
      throw error;
    }
  }

  /** The members of a bean; another one than `known` is refused. Undefined for an empty or `null` body. */
  readBean(className: string, known: readonly string[]): ReadonlyMap<string, JsonSource> | undefined {
    const body = this.read();
    return body && this.asBean(body, className, known);
  }

  /** The members of a bean inside the body. */
  asBean(body: JsonSource, className: string, known: readonly string[]): ReadonlyMap<string, JsonSource> {
    const fullName = `org.apache.kafka.connect.runtime.rest.entities.${className}`;
    if (body.kind !== 'object') throw this.mismatch(body, fullName);
    for (const [field, value] of body.entries) {
      if (known.includes(field)) continue;
      const names = known.map((name) => `"${name}"`).join(', ');
      const count = known.length === 1 ? 'one known property:' : `${known.length} known properties:`;
      const closing = does(this.#profile, 'pluginVersionKeys') ? ')' : '])';
      throw this.refusal(
        `Unrecognized field "${field}" (class ${fullName}), not marked as ignorable (${count} ${names}${closing}`,
        value.at,
      );
    }
    return body.entries;
  }

  /**
   * A flat map; null where it is missing or `null`. Numbers and booleans become their literal text
   * (Connect REST contract 6).
   */
  asStringMap(value: JsonSource | undefined): StringMap | null {
    if (!value || value.kind === 'null') return null;
    if (value.kind !== 'object') throw this.mismatch(value, javaTypes.map);
    return new Map([...value.entries].map(([key, member]) => [key, this.#asText(member, key)]));
  }

  /** Text; null where it is missing or `null`. */
  asString(value: JsonSource | undefined, field: string): string | null {
    return value ? this.#asText(value, field) : null;
  }

  /** The elements of a list; undefined where it is missing or `null`. */
  asList(value: JsonSource | undefined): readonly JsonSource[] | undefined {
    if (!value || value.kind === 'null') return undefined;
    if (value.kind !== 'array') throw this.mismatch(value, javaTypes.list);
    return value.items;
  }

  /** An object with values of any kind; null where it is missing or `null`. Numbers keep all their digits. */
  asObject(value: JsonSource | undefined): Readonly<Record<string, unknown>> | null {
    if (!value || value.kind === 'null') return null;
    if (value.kind !== 'object') throw this.mismatch(value, javaTypes.object);
    return Object.fromEntries([...value.entries].map(([key, member]) => [key, plainValue(member)]));
  }

  /** The refusal of a value of the wrong kind. */
  mismatch(value: JsonSource, javaType: string, field?: string): RestError {
    const chain =
      field === undefined ? '' : ` (through reference chain: java.util.LinkedHashMap["${field}"])`;
    if (value.kind === 'string') {
      const type = javaType.replace(/<.*/, '');
      return this.refusal(
        `Cannot construct instance of \`${type}\` (although at least one Creator exists): no String-argument ` +
          `constructor/factory method to deserialize from String value ('${value.value}')`,
        value.at,
        chain,
      );
    }
    const [kind, token] = tokenOf(value);
    const problem = does(this.#profile, 'restartFlags')
      ? `Cannot deserialize value of type \`${javaType}\` from ${kind} value (token \`JsonToken.${token}\`)`
      : `Cannot deserialize instance of \`${javaType}\` out of ${token} token`;
    return this.refusal(problem, value.at, chain);
  }

  #asText(value: JsonSource, field: string): string | null {
    switch (value.kind) {
      case 'string':
        return value.value;
      case 'number':
      case 'boolean':
        return value.text;
      case 'null':
        return null;
      default:
        throw this.mismatch(value, javaTypes.string, field);
    }
  }

  /** The error for a value at an offset, with its position; undefined: the body ended before it began. */
  refusal(problem: string, at: number | undefined, chain = ''): RestError {
    const before = this.#text.slice(0, at ?? 0).split('\n');
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    const source = does(this.#profile, 'jsonSourceRedacted')
      ? 'REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)'
      : '(org.glassfish.jersey.message.internal.ReaderInterceptorExecutor$UnCloseableInputStream)';
    return new RestError(
      500,
      `${problem}\n at [Source: ${source}; ${at === undefined ? 'line: 1' : `line: ${line}, column: ${column}`}]${chain}`,
    );
  }
}

function plainValue(source: JsonSource): unknown {
  switch (source.kind) {
    case 'object':
      return Object.fromEntries([...source.entries].map(([key, value]) => [key, plainValue(value)]));
    case 'array':
      return source.items.map(plainValue);
    case 'string':
      return source.value;
    default:
      return parseExactJson(source.text);
  }
}

function tokenOf(value: JsonSource): [kind: string, token: string] {
  switch (value.kind) {
    case 'object':
      return ['Object', 'START_OBJECT'];
    case 'array':
      return ['Array', 'START_ARRAY'];
    case 'number':
      return /[.eE]/.test(value.text)
        ? ['Floating-point', 'VALUE_NUMBER_FLOAT']
        : ['Integer', 'VALUE_NUMBER_INT'];
    case 'boolean':
      return ['Boolean', value.text === 'true' ? 'VALUE_TRUE' : 'VALUE_FALSE'];
    case 'string':
      return ['String', 'VALUE_STRING'];
    case 'null':
      return ['Null', 'VALUE_NULL'];
  }
}
