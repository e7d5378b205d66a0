import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ClusterAuth, ClusterTarget, Vars } from '../model/project.ts';
import type { AuthDocument, ClusterDocument } from './cluster-document.ts';
import { looksLikeUrl, parseClusterUrl, type UrlUser, withoutUser } from './cluster-url.ts';
import type { ProjectFiles } from './read-project.ts';
import { readTls } from './read-tls.ts';
import type { Report } from './report.ts';
import { inReportOrder } from './report-order.ts';
import { shownText, substitute } from './resolve-config.ts';
import { resolveHeaders } from './resolve-headers.ts';
import { isUsable, type Template } from './template.ts';

/** A selected cluster with everything that is needed to connect to it. */
export interface ResolvedCluster {
  /** Undefined if there is an error. */
  readonly target: ClusterTarget | undefined;
  /** The merged variables of the project, the cluster and this run, lowest precedence first. */
  readonly vars: Vars;
  readonly diagnostics: readonly Diagnostic[];
  /** Secret values from the environment or from users in URLs; they must be masked in output. */
  readonly secrets: readonly string[];
  /** Hosts and paths of URLs with values from the environment: not to be quoted, but no reason to mask other values. */
  readonly addresses: readonly string[];
}

/**
 * Resolves the selected cluster, given by name or by URL. A bare URL is an unnamed cluster: it gets no configured
 * credentials and only the variables of the project; a user in the URL means basic authentication.
 */
export async function resolveCluster(
  loaded: ProjectFiles,
  chosen: string,
  options: { readonly vars?: Vars } = {},
): Promise<ResolvedCluster> {
  if (looksLikeUrl(chosen))
    return resolveUrl(chosen, variablesOn(loaded, undefined, options.vars ?? new Map()));
  const document = loaded.clusters.get(chosen);
  const vars = variablesOn(loaded, document?.name, options.vars ?? new Map());
  if (document) return resolveDeclared(loaded, document, vars);
  return { target: undefined, vars, diagnostics: checkChoice(loaded, chosen), ...nothingSecret };
}

const nothingSecret = { secrets: [], addresses: [] };

/** The variables on a cluster: those of the run take precedence over the cluster's, these over the project's. */
export function variablesOn(files: ProjectFiles, cluster: string | undefined, ofRun: Vars): Vars {
  const own = cluster === undefined ? undefined : files.clusters.get(cluster)?.vars;
  return new Map([...files.project.vars, ...(own ?? []), ...ofRun]);
}

/** Checks that a selected cluster is declared or a URL. */
export function checkChoice(loaded: ProjectFiles, chosen: string): readonly Diagnostic[] {
  if (looksLikeUrl(chosen) || loaded.clusters.has(chosen)) return [];
  const known = [...loaded.clusters.keys()];
  const shown = withoutCredentials(chosen);
  return [diagnose('cluster-not-declared', { chosen: shown, known, suggestion: nearestName(shown, known) })];
}

/** The text before an @ may be a user and a password, a query may contain a token; with both, either may be either. */
function withoutCredentials(chosen: string): string {
  const [at, query] = [chosen.lastIndexOf('@'), chosen.search(/[?#]/)];
  if (query < 0) return chosen.slice(at + 1);
  return at > query ? '…' : chosen.slice(at + 1, query);
}

function resolveUrl(chosen: string, vars: Vars): ResolvedCluster {
  const parsed = parseClusterUrl(chosen);
  if (parsed.kind === 'invalid') {
    const problem = diagnose('invalid-cluster-url', { reason: parsed.reason });
    return { target: undefined, vars, diagnostics: [problem], ...nothingSecret };
  }
  const found: Diagnostic[] = [];
  const auth =
    parsed.user && basicAuth(parsed.user, { report: (problem) => found.push(problem), source: undefined });
  const unnamed = {
    name: undefined,
    kafkaClusterId: undefined,
    tls: undefined,
    headers: new Map<string, string>(),
  };
  const target = { ...unnamed, urls: [parsed.url] as const, auth };
  return {
    target: hasErrors(found) ? undefined : target,
    vars,
    diagnostics: found,
    secrets: secretsOf(parsed.user),
    addresses: [],
  };
}

interface Resolution {
  readonly resolve: (template: Template) => string | undefined;
  readonly report: Report;
  /** Collects a value that must be masked in output. */
  readonly learn: (secret: string) => void;
  readonly shown: (template: Template) => string;
}

async function resolveDeclared(
  loaded: ProjectFiles,
  document: ClusterDocument,
  vars: Vars,
): Promise<ResolvedCluster> {
  const [found, secrets]: [Diagnostic[], string[]] = [[], []];
  const report: Report = (problem) => {
    found.push(problem);
  };
  const learn = (secret: string) => {
    secrets.push(secret);
  };
  const lookup = {
    environment: loaded.environment,
    vars,
    cluster: document.name,
    unsetEnvironment: 'error',
  } as const;
  const resolve = (template: Template) => {
    const result = substitute(template, lookup);
    result.diagnostics.forEach(report);
    result.secrets.forEach(learn);
    return result.diagnostics.length === 0 && isUsable(template) ? result.text : undefined;
  };
  const shown = (template: Template) => shownText(template, lookup);
  const resolution = { resolve, report, learn, shown };
  const { urls, user, shownUrls } = resolveUrls(document, resolution);
  const declared = document.auth && resolveAuth(document.auth, resolution);
  const tls = await readTls({ tls: document.tls, base: loaded.base, resolve, report });
  const headers = resolveHeaders(document, { ...resolution, hasOtherAuth: (declared ?? user) !== undefined });
  const [first, ...others] = urls;
  const { name, kafkaClusterId } = document;
  const target =
    first === undefined || hasErrors(found)
      ? undefined
      : ({
          name,
          urls: [first, ...others],
          ...(shownUrls.size > 0 && { shownUrls }),
          kafkaClusterId,
          auth: declared ?? user,
          tls,
          headers,
        } satisfies ClusterTarget);
  return {
    target,
    vars,
    diagnostics: inReportOrder(found),
    secrets: [...new Set(secrets)],
    addresses: [...shownUrls.keys()].flatMap(addressesIn),
  };
}

/** Host, host with port, and path. */
function addressesIn(url: string): readonly string[] {
  const { host, hostname, pathname } = new URL(url);
  return [url, host, hostname, pathname];
}

/** The URLs without their users, and the one user that they contain. */
function resolveUrls(
  { urls: templates, auth: declared }: ClusterDocument,
  { resolve, report, learn, shown }: Resolution,
): {
  readonly urls: readonly string[];
  readonly user: ClusterAuth | undefined;
  readonly shownUrls: ReadonlyMap<string, string>;
} {
  const urls: string[] = [];
  const shownUrls = new Map<string, string>();
  let [user, known]: [ClusterAuth | undefined, string | undefined] = [undefined, undefined];
  for (const template of templates) {
    const { source } = template;
    const text = resolve(template);
    if (text === undefined) continue;
    const parsed = parseClusterUrl(text);
    if (parsed.kind === 'invalid')
      report(diagnose('invalid-cluster-url', { reason: parsed.reason }, { source }));
    if (parsed.kind !== 'url') continue;
    urls.push(parsed.url);
    const masked = withoutUser(shown(template)).replace(/(?<!\/)\/+$/, '');
    if (masked.includes('${env.')) shownUrls.set(parsed.url, masked);
    if (!parsed.user) continue;
    secretsOf(parsed.user).forEach(learn);
    const credentials = JSON.stringify(parsed.user);
    if (declared || (known ?? credentials) !== credentials) {
      report(diagnose('conflicting-credentials', { header: false }, { source }));
    }
    known = credentials;
    user = basicAuth(parsed.user, { report, source });
  }
  return { urls, user, shownUrls };
}

function secretsOf(user: UrlUser | undefined): string[] {
  return user && user.password !== '' ? [user.password, encodeURIComponent(user.password)] : [];
}

function resolveAuth(auth: AuthDocument, { resolve, report }: Resolution): ClusterAuth | undefined {
  if (auth.kind === 'bearer') {
    const token = resolve(auth.token);
    if (token === undefined || /^[\u0021-\u007e]+$/.test(token))
      return token === undefined ? undefined : { kind: 'bearer', token };
    const reason = 'the token contains spaces, line breaks or characters that are not allowed in a header';
    report(diagnose('invalid-header', { header: 'Authorization', reason }, { source: auth.token.source }));
    return undefined;
  }
  const [username, password] = [resolve(auth.username), resolve(auth.password)];
  if (username === undefined || password === undefined) return undefined;
  return basicAuth({ username, password }, { report, source: auth.username.source });
}

/** Basic authentication joins name and password with a colon, so the name cannot contain one (RFC 7617). */
function basicAuth(
  { username, password }: UrlUser,
  { report, source }: { readonly report: Report; readonly source: Template['source'] | undefined },
): ClusterAuth {
  if (username.includes(':')) report(diagnose('invalid-username', {}, { source }));
  return { kind: 'basic', username, password };
}
