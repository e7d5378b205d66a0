import type { Host } from '../host.ts';

/**
 * Whether progress is shown on a live display. CI logs (CI is set, and not empty, `0` or `false`) and terminals that
 * cannot move their cursor get lines instead.
 */
export function showsLive({ stderr, environment }: Pick<Host, 'stderr' | 'environment'>): boolean {
  const ci = environment.get('CI') ?? '';
  const isPipeline = ci !== '' && ci !== '0' && ci !== 'false';
  return stderr.isTerminal && !isPipeline && environment.get('TERM') !== 'dumb';
}
