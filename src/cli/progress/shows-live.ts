import type { Host } from '../host.ts';

/**
 * Whether progress is shown on a display that is redrawn: on a terminal that a person looks at. Logs of pipelines
 * (CI set, and neither empty nor `0` nor `false`) and terminals that cannot move their cursor get lines.
 */
export function showsLive({ stderr, environment }: Pick<Host, 'stderr' | 'environment'>): boolean {
  const ci = environment.get('CI') ?? '';
  const isPipeline = ci !== '' && ci !== '0' && ci !== 'false';
  return stderr.isTerminal && !isPipeline && environment.get('TERM') !== 'dumb';
}
