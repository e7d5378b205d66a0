import { isConnectorName } from '../../model/connector-name.ts';
import { loadProject, type Project } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { chooseClusters, declaredClusters } from '../../project/resolve-clusters.ts';
import type { CommandRun } from '../command.ts';
import type { Host } from '../host.ts';
import type { CommonOptions } from '../options/project-options.ts';
import { clusterChoice, projectInput, proxySettings } from '../project-input.ts';
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
    const options = optionsOf(read);
    const project = await loadProject(projectInput(host, options));
    const names =
      kind === 'clusters' ? declaredClusters(project) : await connectorNames(project, { host, options });
    const given = new Set(read.names);
    return names
      .filter((name) => isConnectorName(name) && !given.has(name))
      .map((name) => ({ value: `${prefix}${name}`, note: '' }))
      .filter(({ value }) => value.startsWith(read.current));
  } catch {
    return [];
  }
}

async function connectorNames(project: Project, { host, options }: CommandRun): Promise<readonly string[]> {
  const { clock, interrupt } = host;
  const patience = new AbortController();
  const end = () => patience.abort();
  interrupt.addEventListener('abort', end, { once: true });
  void clock.sleep(patienceMilliseconds, patience.signal).then(end);
  try {
    const clusters = await chooseClusters(project, clusterChoice(host, options));
    const ports = { clock, signal: patience.signal, proxy: proxySettings(host.environment) };
    const results = await onEachCluster(clusters, ports, (cluster) => cluster.listNames());
    return [...new Set(results.flatMap((one) => (one.ok ? one.value : [])))].sort();
  } finally {
    end();
    interrupt.removeEventListener('abort', end);
  }
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
