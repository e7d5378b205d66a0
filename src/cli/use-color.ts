import type { Host, Output } from './host.ts';

/**
 * Whether to color the output to a stream, decided by `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether it is
 * a terminal. An empty NO_COLOR or FORCE_COLOR is ignored; FORCE_COLOR=0 disables colors.
 */
export function useColor(host: Host, output: Pick<Output, 'isTerminal'>, option: boolean): boolean {
  if (!option || host.environment.get('NO_COLOR')) return false;
  const forced = host.environment.get('FORCE_COLOR');
  if (forced) return forced !== '0' && forced !== 'false';
  return output.isTerminal && host.environment.get('TERM') !== 'dumb';
}
