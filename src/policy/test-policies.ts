import { KnownSecrets } from '../model/known-secrets.ts';
import type { ExampleConnector, PolicyExample } from '../model/policy.ts';
import { makeRedactor } from '../model/redaction/redactor.ts';
import type { Source } from '../model/source.ts';
import type { World } from './compile-expression.ts';
import type { CompiledPolicy } from './compile-policies.ts';
import { violationText } from './evaluate-policies.ts';
import { changeValue, clusterValue, connectorValue, type MaskValue, planValue, timeValue } from './world.ts';

/** The result of one example. */
export interface ExampleResult {
  readonly policy: string;
  readonly expected: PolicyExample['expected'];
  /** `error`: the policy cannot be evaluated, which counts as denied. */
  readonly actual: PolicyExample['expected'] | 'error';
  /** The message of the policy, or why it cannot be evaluated; undefined where it passes. */
  readonly text: string | undefined;
  readonly source: Source | undefined;
}

/** Evaluates the examples of policies. An example that must fail has to fail for its values, not for an error. */
export function testPolicies(
  policies: readonly CompiledPolicy[],
  show: (text: string) => string,
): readonly ExampleResult[] {
  return policies.flatMap((policy) => policy.document.examples.map((example) => test(policy, example, show)));
}

function test(policy: CompiledPolicy, example: PolicyExample, show: (text: string) => string): ExampleResult {
  const world = { ...worldOf(example), params: policy.parameters };
  const result = policy.assert.evaluate(world);
  const { expected, source } = example;
  const common = { policy: policy.document.name, expected, source };
  if (result.kind === 'failed') return { ...common, actual: 'error', text: show(result.reason) };
  const actual = result.value === true ? 'pass' : 'fail';
  const text = actual === 'fail' ? violationText(policy, world, show) : undefined;
  return { ...common, actual, text };
}

const harmlessTime = '2026-01-05T12:00:00Z';

function worldOf(example: PolicyExample): World {
  const { live, change = {}, plan = {}, cluster = {}, now = harmlessTime } = example;
  const connector = example.connector ?? live ?? emptyConnector;
  const numbers = Object.entries(plan).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const lists = Object.entries(plan).filter(([, value]) => typeof value !== 'number');
  return {
    connector: exampleValue({ ...connector, config: mergedConfig(connector, live) }),
    live: live ? exampleValue(live, { tasks: live.tasks ?? 1, health: live.health ?? 'healthy' }) : null,
    change: changeValue({
      kind: change.kind ?? (live ? 'update' : 'create'),
      keys: change.keys ?? [],
      losesOffsets: change.losesOffsets ?? false,
      effects: change.effects ?? [],
      dataEffects: change.dataEffects ?? [],
    }),
    plan: planValue(
      {
        ...{ states: 0, restarts: 0, declared: 0, live: 0 },
        ...{ names: [], created: [], updated: [], deleted: [], losesOffsets: [] },
        ...Object.fromEntries(lists),
      },
      Object.fromEntries(numbers),
    ),
    cluster: clusterValue({ name: 'example', version: '', kafkaClusterId: '', url: '', ...cluster }),
    now: timeValue(Date.parse(now)),
  };
}

const emptyConnector: ExampleConnector = { config: new Map(), labels: new Map() };

/** An example of a change needs to write the configuration only once. */
function mergedConfig(connector: ExampleConnector, live: ExampleConnector | undefined) {
  return connector.config.size === 0 && live ? live.config : connector.config;
}

function exampleValue(
  example: ExampleConnector,
  running?: { readonly tasks: number; readonly health: string },
) {
  const { name = 'example', type, state = 'running', config, labels } = example;
  const facts = {
    name,
    type: typeNamed(type),
    state,
    config,
    labels,
    running,
    environmentKeys: referring(config),
  };
  return connectorValue(facts, masker(name, config));
}

/** As for real connectors: a policy about secrets must see the same in its examples. */
function masker(name: string, config: ReadonlyMap<string, string>): MaskValue {
  const redactor = makeRedactor({
    live: [{ name, config }],
    desired: [],
    passwordKeys: new Map(),
    known: new KnownSecrets(),
  });
  return (key, text) => redactor.value(name, key, text);
}

function referring(config: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...config].filter(([, text]) => text.includes('${env.')).map(([key]) => key));
}

function typeNamed(type: string | undefined): 'source' | 'sink' | 'unknown' | undefined {
  return type === 'source' || type === 'sink' || type === 'unknown' ? type : undefined;
}
