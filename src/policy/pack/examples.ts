import type { ExampleConnector, PolicyExample } from '../../model/policy.ts';

/** A connector of an example from its configuration. */
export function connectorWith(
  config: Readonly<Record<string, string>>,
  rest: Partial<Omit<ExampleConnector, 'config' | 'labels'>> & {
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): ExampleConnector {
  const { labels = {}, ...others } = rest;
  return { ...others, config: new Map(Object.entries(config)), labels: new Map(Object.entries(labels)) };
}

/** A world in which a policy must pass. */
export function passes(world: Partial<PolicyExample>): PolicyExample {
  return { ...world, expected: 'pass', source: undefined };
}

/** A world in which a policy must fail. */
export function fails(world: Partial<PolicyExample>): PolicyExample {
  return { ...world, expected: 'fail', source: undefined };
}
