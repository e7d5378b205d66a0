import { type CelInput, type CelMap, celList, celMap } from '@bufbuild/cel';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { Config } from '../model/config.ts';
import { isMasked } from '../model/masked-value.ts';
import type { PolicyChangeKind, PolicyParameters } from '../model/policy.ts';
import { holdsReference } from '../model/redaction/provider-reference.ts';
import type { RedactedValue } from '../model/redaction/redactor.ts';

/** What is known of a connector, declared or live. */
export interface ConnectorFacts {
  readonly name: string;
  /** Undefined: what the class and the keys show. */
  readonly type: 'source' | 'sink' | 'unknown' | undefined;
  /** Empty if no file declares one. */
  readonly state: string;
  readonly config: Config;
  readonly labels: ReadonlyMap<string, string> | undefined;
  /** Keys with values from the environment. */
  readonly environmentKeys: ReadonlySet<string> | undefined;
  readonly running?: { readonly tasks: number; readonly health: string } | undefined;
}

/** Masks one value of the connector. */
export type MaskValue = (key: string, text: string) => RedactedValue;

/** The value of `connector` or `live`. Secrets are masked before CEL sees them, so that no part of one can be shown. */
export function connectorValue(facts: ConnectorFacts, mask: MaskValue): CelMap {
  const [config, secrets] = [new Map<string, string>(), new Map<string, string>()];
  for (const [key, text] of facts.config) {
    const shown = mask(key, text);
    config.set(key, shown.text);
    const kind = kindOfSecret(key, text, { isSensitive: shown.sensitive, facts });
    if (kind !== undefined) secrets.set(key, kind);
  }
  const { running } = facts;
  return record({
    name: facts.name,
    type: facts.type ?? typeOf(facts.config),
    class: facts.config.get('connector.class') ?? '',
    state: facts.state,
    config: celMap(config),
    labels: celMap(new Map([...(facts.labels ?? [])].map(([key, text]) => [key, mask(key, text).text]))),
    secrets: celMap(secrets),
    ...(running && { tasks: BigInt(running.tasks), health: running.health }),
  });
}

function kindOfSecret(
  key: string,
  text: string,
  { isSensitive, facts }: { readonly isSensitive: boolean; readonly facts: ConnectorFacts },
): string | undefined {
  if (facts.environmentKeys?.has(key)) return 'environment';
  if (isMasked(key, text)) return 'masked';
  if (isSensitive) return 'literal';
  return holdsReference(text) ? 'reference' : undefined;
}

/** Kafka Connect requires topics of a sink; a few sources have the key too, and say what they are. */
export function typeOf(config: Config): 'source' | 'sink' | 'unknown' {
  const className = config.get('connector.class') ?? '';
  if (/Source(?:Connector)?$/.test(className)) return 'source';
  if (/Sink(?:Connector)?$/.test(className)) return 'sink';
  if (config.has('topics') || config.has('topics.regex')) return 'sink';
  return className === '' ? 'unknown' : 'source';
}

/** What a plan does to a connector. */
export interface ChangeFacts {
  readonly kind: PolicyChangeKind;
  readonly keys: readonly string[];
  readonly losesOffsets: boolean;
  readonly effects: readonly string[];
  readonly dataEffects: readonly string[];
}

/** The value of `change`. */
export function changeValue({ kind, losesOffsets, ...lists }: ChangeFacts): CelMap {
  const texts = Object.entries(lists).map(([name, list]) => [name, celList([...list])] as const);
  return record({ kind, losesOffsets, ...Object.fromEntries(texts) });
}

/** What is known of a plan as a whole. */
export interface PlanFacts {
  readonly states: number;
  readonly restarts: number;
  readonly declared: number;
  readonly live: number;
  readonly names: readonly string[];
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  readonly losesOffsets: readonly string[];
}

/** The value of `plan`; examples may set the numbers apart from the names. */
export function planValue(facts: PlanFacts, numbers: Readonly<Record<string, number>> = {}): CelMap {
  const { states, restarts, declared, live, ...lists } = facts;
  const counted = {
    creates: facts.created.length,
    updates: facts.updated.length,
    deletes: facts.deleted.length,
    total: facts.names.length,
    ...{ states, restarts, declared, live, ...numbers },
  };
  return record({
    ...Object.fromEntries(Object.entries(counted).map(([key, number]) => [key, BigInt(number)])),
    ...Object.fromEntries(Object.entries(lists).map(([key, names]) => [key, celList([...names])])),
  });
}

/** What is known of a cluster; without contact to it, most is empty. */
export interface ClusterFacts {
  readonly name: string;
  readonly version: string;
  readonly kafkaClusterId: string;
  readonly url: string;
}

/** The value of `cluster`. */
export function clusterValue(facts: ClusterFacts): CelMap {
  return record({ ...facts });
}

/** The value of `now`. */
export function timeValue(milliseconds: number): unknown {
  return timestampFromMs(milliseconds);
}

/** The value of `params`. */
export function parametersValue(parameters: PolicyParameters): CelMap {
  return record(
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'number' ? BigInt(value) : typeof value === 'object' ? celList([...value]) : value,
      ]),
    ),
  );
}

function record(fields: Readonly<Record<string, CelInput>>): CelMap {
  return celMap(new Map(Object.entries(fields)));
}
