import { isConnectorName } from '../../model/connector-name.ts';
import { inspectClusters } from '../../project/inspect-clusters.ts';
import { openSession, type Session } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import type { Host } from '../host.ts';
import type { CommonOptions } from '../options/project-options.ts';
import type { Candidate, NamedCompletion } from './complete-words.ts';
import type { ReadWords } from './read-words.ts';

/** Who types waits no longer than this. */
const patienceMilliseconds = 1_500;

/**
 * Names that the project file or a cluster tells, that begin with what has been typed. Whatever goes wrong gives none:
 * nobody wants an error in the middle of a line. Nothing is kept for the next time.
 */
export async function namedCandidates(
  host: Host,
  { kind, prefix, read }: NamedCompletion,
): Promise<readonly Candidate[]> {
  try {
    const session = await openSession(silent(host), optionsOf(read));
    const names = kind === 'clusters' ? clusterNames(session) : await connectorNames(session);
    const given = new Set(read.names);
    return names
      .filter((name) => isConnectorName(name) && !given.has(name))
      .map((name) => ({ value: `${prefix}${name}`, note: '' }))
      .filter(({ value }) => value.startsWith(read.current));
  } catch {
    return [];
  }
}

function clusterNames({ loaded }: Session): readonly string[] {
  return loaded.project.clusters.map(({ name }) => name);
}

async function connectorNames(session: Session): Promise<readonly string[]> {
  const { clock, interrupt } = session.host;
  const patience = new AbortController();
  const end = () => patience.abort();
  interrupt.addEventListener('abort', end, { once: true });
  void clock.sleep(patienceMilliseconds, patience.signal).then(end);
  try {
    const results = await onEachCluster(await inspectClusters(session), patience.signal, (cluster) =>
      cluster.listNames(),
    );
    return [...new Set(results.flatMap((one) => (one.done ? one.result : [])))].sort();
  } finally {
    end();
    interrupt.removeEventListener('abort', end);
  }
}

/** Nothing but candidates is written. */
function silent(host: Host): Host {
  const nowhere = { ...host.stderr, write: () => undefined };
  return { ...host, stdout: nowhere, stderr: nowhere };
}

/** The options that have been typed so far, as far as they tell where to look. */
function optionsOf({ values }: ReadWords): CommonOptions {
  const all = (name: string) => values.get(name) ?? [];
  const last = (name: string) => all(name).at(-1);
  const [directory, project] = [last('--directory'), last('--project')];
  return {
    ...(directory !== undefined && { directory }),
    ...(project !== undefined && { project }),
    cluster: all('--cluster'),
    envFile: all('--env-file'),
    var: new Map(all('--var').map((text) => [text.split('=')[0] ?? '', text.split('=').slice(1).join('=')])),
    timeout: patienceMilliseconds,
    quiet: true,
    color: false,
  };
}
