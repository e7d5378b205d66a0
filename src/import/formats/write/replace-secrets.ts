import { compareText } from '../../../model/config.ts';
import { masksIn } from '../../../model/masked-value.ts';
import { filledPlaces, isSecretPlaceholder } from '../../../model/placeholders.ts';
import { findSecrets } from '../../../model/redaction/find-secrets.ts';
import { saysSecret } from '../../../model/redaction/secret-key-name.ts';
import type { SecretExtent } from '../../../model/redaction/secret-rules.ts';
import type { Span } from '../../../model/span.ts';
import type { FoundConnectorConfig, FoundValue, ValuePart } from '../found-connector.ts';
import { freeName } from './variable-name.ts';

/** Decides which part of a value is secret. */
export type SecretRule = (connector: string, key: string, text: string) => SecretExtent;

/** An environment variable that replaces a secret. */
export interface SecretVariable {
  readonly name: string;
  /** The secret; undefined if it is masked at its source, or if a script refers to the variable. */
  readonly value: string | undefined;
  /** The mask at its source, if it is masked. */
  readonly mask?: string | undefined;
  readonly uses: readonly SecretUse[];
}

/** A place where a secret was replaced. */
export interface SecretUse {
  readonly connector: string;
  readonly key: string;
}

/** What is known from the environment and from existing files. */
export interface KnownVariables {
  /** Values by name; undefined if a name is used but its value is unknown. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** The cluster that new variables are for: part of a name that is taken. */
  readonly cluster?: string | undefined;
  /** The variable that an existing file uses for this key, if it has this value. */
  readonly nameFor: (key: string, value: string) => string | undefined;
}

/** Connectors without secrets, and the variables that replace them, sorted by name. */
export interface WithoutSecrets {
  readonly connectors: readonly FoundConnectorConfig[];
  readonly variables: readonly SecretVariable[];
}

/**
 * Replaces secrets with variables. A variable is named after its connector and key; a secret that several connectors
 * have under one key becomes one variable, named after the key. The names are deterministic.
 */
export function replaceSecrets(
  connectors: readonly FoundConnectorConfig[],
  rule: SecretRule,
  known: KnownVariables,
): WithoutSecrets {
  const found = connectors.map((connector) => secretsIn(connector, rule));
  const asked = connectors.flatMap(({ config }) => [...config.values()].flat());
  const names = asked.flatMap((part) =>
    part.kind === 'variable' && part.scope === 'env' ? [[part.name, undefined] as const] : [],
  );
  const variables = nameVariables(found.flat(), { ...known, values: new Map([...names, ...known.values]) });
  return {
    connectors: connectors.map((connector, index) => withVariables(connector, found[index] ?? [], variables)),
    variables: [...new Set(variables.values())].sort((one, other) => compareText(one.name, other.name)),
  };
}

/** Variables that a script refers to and that are kept. */
export function requestedVariables({ connectors, variables }: WithoutSecrets): readonly SecretVariable[] {
  const own = new Set(variables.map(({ name }) => name));
  const asked = new Map<string, SecretUse[]>();
  for (const { name: connector, config } of connectors) {
    for (const [key, value] of config) {
      for (const part of value) {
        if (part.kind === 'text' || part.scope === 'var' || own.has(part.name)) continue;
        asked.set(part.name, [...(asked.get(part.name) ?? []), { connector, key }]);
      }
    }
  }
  return [...asked].map(([name, uses]) => ({ name, value: undefined, uses }));
}

interface FoundSecret extends SecretUse {
  readonly start: number;
  readonly end: number;
  /** Undefined if it is masked. */
  readonly value: string | undefined;
  readonly mask: string | undefined;
}

function secretsIn(
  { name: connector, config }: FoundConnectorConfig,
  rule: SecretRule,
): readonly FoundSecret[] {
  return [...config].flatMap(([key, value]) => {
    const { text, variables } = withStandIns(value);
    const extent = rule(connector, key, text);
    // A value that already contains a variable stays unchanged.
    const free = spansToReplace(key, text, extent).filter(({ start, end }) =>
      variables.every((variable) => variable.end <= start || variable.start >= end),
    );
    const masks = masksIn(key, text);
    return free.map(({ start, end }) => {
      const secret = text.slice(start, end);
      const isHidden = masks.some((mask) => mask.start < end && mask.end > start);
      return {
        connector,
        key,
        start,
        end,
        value: isHidden ? undefined : secret,
        mask: isHidden ? secret : undefined,
      };
    });
  });
}

/**
 * The secret parts of a value: the passwords in a URL, a JAAS line or a connection string, so that the rest stays
 * readable; otherwise the whole value. A placeholder is not a secret.
 */
function spansToReplace(key: string, text: string, extent: SecretExtent): readonly Span[] {
  if (extent === 'none') return [];
  const whole = { start: 0, end: text.length };
  const masks = masksIn(key, text);
  if (extent === 'masked') return masks;
  const { form, spans } = findSecrets(text);
  const hasParts = spans.length > 0 && (form === 'jaas' || !saysSecret(key));
  if (!hasParts) return isSecretPlaceholder(text) ? [] : [whole];
  return filledPlaces(
    text,
    spans.flatMap((span) => onlyMasks(masks, withDollars(text, span))),
  );
}

/** The masks in a stretch, so that what the worker shows of it stays in the file; without masks all of it. */
function onlyMasks(masks: readonly Span[], stretch: Span): readonly Span[] {
  const within = masks.filter(({ start, end }) => start >= stretch.start && end <= stretch.end);
  return within.length > 0 ? within : [stretch];
}

/** A `$` before the reference would escape it, so it becomes a part of the secret. */
function withDollars(text: string, { start, end }: Span): Span {
  let first = start;
  while (text[first - 1] === '$') first -= 1;
  return { start: first, end };
}

/** The text of a value with variables replaced by provider references: neither is a plaintext secret. */
function withStandIns(value: FoundValue) {
  let text = '';
  const variables: { start: number; end: number }[] = [];
  for (const part of value) {
    const start = text.length;
    text += part.kind === 'text' ? part.text : `\${env:${part.name}}`;
    if (part.kind === 'variable') variables.push({ start, end: text.length });
  }
  return { text, variables };
}

/** The variable for each secret. */
function nameVariables(secrets: readonly FoundSecret[], known: KnownVariables) {
  const groups = new Map<string, FoundSecret[]>();
  const ordered = [...secrets].sort(
    (one, other) => compareText(one.connector, other.connector) || compareText(one.key, other.key),
  );
  for (const secret of ordered) {
    // Masked values are never shared, because equal masks do not mean equal values.
    const group = JSON.stringify([secret.key, secret.value ?? { of: secret.connector }]);
    groups.set(group, [...(groups.get(group) ?? []), secret]);
  }
  const taken = new Map(known.values);
  const variables = new Map<FoundSecret, SecretVariable>();
  for (const group of groups.values()) {
    const variable = makeVariable(group, taken, known);
    for (const secret of group) variables.set(secret, variable);
  }
  return variables;
}

function makeVariable(
  group: readonly FoundSecret[],
  taken: Map<string, string | undefined>,
  known: KnownVariables,
): SecretVariable {
  const [{ connector = '', key = '', value, mask } = {}] = group;
  const isShared = group.some((secret) => secret.connector !== connector);
  const reused = value === undefined ? undefined : known.nameFor(key, value);
  const name =
    reused ?? freeName(isShared ? key : `${connector}_${key}`, value, { taken, cluster: known.cluster });
  taken.set(name, value);
  return { name, value, mask, uses: group.map(({ connector, key }) => ({ connector, key })) };
}

function withVariables(
  connector: FoundConnectorConfig,
  secrets: readonly FoundSecret[],
  variables: ReadonlyMap<FoundSecret, SecretVariable>,
): FoundConnectorConfig {
  const config = [...connector.config].map(([key, value]): [string, FoundValue] => {
    const own = secrets.filter((secret) => secret.key === key);
    return [key, own.length === 0 ? value : replaceStretches(value, own, variables)];
  });
  return { ...connector, config: new Map(config) };
}

function replaceStretches(
  value: FoundValue,
  secrets: readonly FoundSecret[],
  variables: ReadonlyMap<FoundSecret, SecretVariable>,
): FoundValue {
  const parts: ValuePart[] = [];
  let offset = 0;
  for (const part of value) {
    if (part.kind === 'variable') {
      parts.push(part);
      offset += `\${env:${part.name}}`.length;
      continue;
    }
    let done = 0;
    for (const secret of secrets) {
      const [start, end] = [secret.start - offset, secret.end - offset];
      if (start < done || end > part.text.length) continue;
      parts.push({ kind: 'text', text: part.text.slice(done, start) });
      parts.push({ kind: 'variable', scope: 'env', name: variables.get(secret)?.name ?? '' });
      done = end;
    }
    parts.push({ kind: 'text', text: part.text.slice(done) });
    offset += part.text.length;
  }
  return parts.filter((part) => part.kind === 'variable' || part.text !== '');
}
