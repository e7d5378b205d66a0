import { expect, it } from 'vitest';
import type { Lab } from './lab.ts';
import { stringConverter } from './lab.ts';

/** What two keys do on workers that run sources exactly once, and on workers that do not. */
export function describeExactlyOnce(lab: () => Lab, exactlyOnceLab: () => Lab): void {
  const config = (from: Lab, name: string) => ({
    'connector.class': 'FileStreamSource',
    file: from.file(`${name}.in`),
    topic: name,
    'value.converter': stringConverter,
  });
  const start = async (from: Lab, name: string) => {
    await from.append(`${name}.in`, 'a', 'b');
    await from.put(name, config(from, name));
    await from.untilOffsets(name, ([first]) => first?.offset['position'] === 4);
  };

  it('exactly.once.support: the workers decide, the key is only checked', async () => {
    const required = { 'exactly.once.support': 'required' };
    await start(lab(), 'at-least-once');
    await expect(lab().change('at-least-once', required)).rejects.toThrow('exactly-once source support');
    await start(exactlyOnceLab(), 'exactly-once');
    const known = await exactlyOnceLab().change('exactly-once', required);
    expect(known).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await exactlyOnceLab().append('exactly-once.in', 'c');
    await exactlyOnceLab().untilOffsets('exactly-once', ([first]) => first?.offset['position'] === 6);
    expect(await lab().values('exactly-once', 3)).toEqual(['a', 'b', 'c']);
  });

  it('transaction.boundary: on workers that run sources exactly once, records are committed with the transaction', async () => {
    await start(exactlyOnceLab(), 'boundary');
    const known = await exactlyOnceLab().change('boundary', {
      'transaction.boundary': 'interval',
      'transaction.boundary.interval.ms': '600000',
    });
    expect(known).toMatchObject([{ effect: 'fencing', losesOffsets: false }]);
    await exactlyOnceLab().append('boundary.in', 'c');
    // Of the open transaction, a consumer that reads what is committed sees nothing.
    const committed = { 'consumer.override.isolation.level': 'read_committed' };
    expect(await lab().values('boundary', 2, committed)).toEqual(['a', 'b']);
    await exactlyOnceLab().change('boundary', {
      'transaction.boundary': 'poll',
      'transaction.boundary.interval.ms': undefined,
    });
    expect(await lab().values('boundary', 3, committed)).toEqual(['a', 'b', 'c']);
  });
}
