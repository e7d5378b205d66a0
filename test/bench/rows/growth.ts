import { compare, type Effort, type Figures, type Row } from '../row.ts';
import { command, inWorld } from './large-plans.ts';

/** Whether anything costs more for each connector when there are many: ten times as many, over ten times the time. */
export const growthRow: Row = {
  name: 'plan, time per connector at 10,000',
  bound: 'the same at 1,000',
  bar: 1.2,
  run: async (effort) => {
    const small = await plan(effort, effort.connectors / 2);
    const large = await plan(effort, effort.connectors * 5);
    const perConnector = (figures: Figures, connectors: number) => figures.milliseconds / connectors;
    return {
      ...large,
      boundMilliseconds: small.milliseconds,
      ratio: perConnector(large, effort.connectors * 5) / perConnector(small, effort.connectors / 2),
    };
  },
};

function plan(effort: Effort, connectors: number): Promise<Figures> {
  return inWorld({ ...effort, connectors }, 'as-live', (world) =>
    compare(
      {
        ours: command(world, ['plan'], { expects: /^No differences/m }),
        bound: { args: ['-e', '0'] },
        worker: world.worker,
      },
      { ...effort, runs: Math.ceil(effort.runs / 2) },
    ),
  );
}
