import type { Host, Output } from './host.ts';

/**
 * Whether to colour what goes to a stream: `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether it is a
 * terminal. NO_COLOR and FORCE_COLOR count when they are set and not empty (FORCE_COLOR=0 means no).
 */
export function useColor(host: Host, output: Pick<Output, 'isTerminal'>, option: boolean): boolean {
  if (!option || host.environment.get('NO_COLOR')) return false;
  const forced = host.environment.get('FORCE_COLOR');
  if (forced) return forced !== '0' && forced !== 'false';
  return output.isTerminal && host.environment.get('TERM') !== 'dumb';
}
