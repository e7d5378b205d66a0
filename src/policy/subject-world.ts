import type { World } from './compile-expression.ts';

/** Makes the values of a connector. */
export interface ConnectorValues {
  readonly connector: () => unknown;
  readonly live: () => unknown;
  readonly change: () => unknown;
}

/** The variables for one connector. Each is made when an expression first reads it. */
export function subjectWorld(common: World, values: ConnectorValues): World {
  const world: Record<string, unknown> = { ...common };
  for (const [name, make] of Object.entries(values) as [string, () => unknown][]) {
    Object.defineProperty(world, name, {
      configurable: true,
      get: () => {
        const value = make();
        Object.defineProperty(world, name, { value });
        return value;
      },
    });
  }
  return world;
}

/** The same variables with `params`. */
export function withParameters(world: World, parameters: unknown): World {
  return Object.create(world, { params: { value: parameters } }) as World;
}
