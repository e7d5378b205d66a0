import type { Clock } from './clock.ts';

/** 128 random bits in hexadecimal digits: ids of two processes differ too. */
export function randomId(clock: Pick<Clock, 'random'>): string {
  const part = () =>
    Math.floor(clock.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return part() + part() + part() + part();
}
