import type { Ports, RequestRecord } from '../model/ports.ts';
import { withScheme } from '../model/project.ts';
import type { ProxySettings } from '../model/proxy-settings.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { ProjectInput } from '../project/load-project.ts';
import type { Host } from './host.ts';
import { type CommonOptions, workingDirectory } from './options/project-options.ts';

// The only place where options and environment become the input of a use case.

/** The project that the options name. */
export function projectInput(host: Host, options: CommonOptions): ProjectInput {
  return {
    directory: workingDirectory(host, options),
    projectFile: options.project,
    trustedProject: options.trustedProject,
    environment: host.environment,
    version: host.version,
    envFiles: options.dotenv.length > 0 ? options.dotenv : undefined,
    vars: options.var,
    varFiles: options.varFile,
    strict: options.strict,
    policies: options.policies,
    timeoutMilliseconds: options.timeout,
  };
}

/** The clusters that the options, or CONNECT_SYNC_CLUSTER, name. */
export function clusterChoice(host: Host, options: CommonOptions): ClusterChoice {
  const variable = host.environment.get('CONNECT_SYNC_CLUSTER');
  return {
    clusters: options.cluster.map(withScheme),
    allClusters: options.allClusters,
    variable: variable && withScheme(variable),
  };
}

/** The ports of a use case: requests are reported on stderr with `--verbose`, waits unless `--quiet`. */
export function portsOf(host: Host, options: CommonOptions): Ports {
  const report = (cluster: string, line: string) => host.stderr.write(`${cluster}: ${line}\n`);
  return {
    clock: host.clock,
    signal: host.interrupt,
    proxy: proxySettings(host.environment),
    onRequest: options.verbose ? (cluster, record) => report(cluster, describeRequest(record)) : undefined,
    onWait: options.quiet ? undefined : waitReporter(host, report),
    onContact: contactRecorder(host),
  };
}

/** Reports a reason to wait when it changes, and every 10 s meanwhile: a line per attempt would bury the others. */
function waitReporter(
  { clock }: Host,
  report: (cluster: string, line: string) => void,
): NonNullable<Ports['onWait']> {
  const reported = new Map<string, { readonly reason: string; readonly at: number }>();
  return (cluster, { reason }) => {
    const [at, last] = [clock.now(), reported.get(cluster)];
    const isSame = last?.reason === reason;
    if (isSame && at - last.at < 10_000) return;
    reported.set(cluster, { reason, at });
    report(cluster, `${reason}; ${isSame ? 'still retrying' : 'retrying'}`);
  };
}

/** Records what completion may ask later. One after the other: clusters are read side by side. */
function contactRecorder({ environment }: Host): Ports['onContact'] {
  let last = Promise.resolve();
  return (contact) => {
    last = last.then(async () => {
      const { recordForCompletion } = await import('./completion/contacts.ts');
      await recordForCompletion(environment, contact);
    });
    return last;
  };
}

function describeRequest(record: RequestRecord): string {
  const ending = record.status ?? record.failure ?? 'no answer';
  return `${record.method} ${record.path} ${ending} ${Math.round(record.milliseconds)} ms`;
}

/** The proxy variables, as curl and others read them: lower case wins. */
export function proxySettings(environment: ReadonlyMap<string, string>): ProxySettings {
  const read = (name: string) => environment.get(name) || environment.get(name.toUpperCase()) || undefined;
  return { http: read('http_proxy'), https: read('https_proxy'), except: read('no_proxy') };
}
