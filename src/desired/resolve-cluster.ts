import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ClusterAuth, ClusterTarget, Vars } from '../model/project.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import { checkSettings, shownText } from './check-variables.ts';
import type { AuthDocument, ClusterDocument } from './cluster-document.ts';
import { checkUrl, connectionOf, variablesOn } from './cluster-lookup.ts';
import {
  addressesIn,
  looksLikeUrl,
  parseClusterUrl,
  type UrlUser,
  withoutCredentials,
  withoutUser,
} from './cluster-url.ts';
import type { ProjectFiles } from './read-project.ts';
import type { Report } from './report.ts';
import { inReportOrder } from './report-order.ts';
import { substitute } from './resolve-config.ts';
import { resolveHeaders } from './resolve-headers.ts';
import { comesFrom, isUsable, type Template } from './template.ts';

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
    return resolveUrl(loaded, chosen, variablesOn(loaded, undefined, options.vars ?? new Map()));
  const document = loaded.clusters.get(chosen);
  const ofRun = options.vars ?? new Map<string, string>();
  const vars = variablesOn(loaded, document?.name, ofRun);
  if (document) return resolveDeclared(loaded, document, { vars, ofRun });
  return { target: undefined, vars, diagnostics: checkChoice(loaded, chosen), ...nothingSecret };
}

const nothingSecret = { secrets: [], addresses: [] };

/** Checks that a selected cluster is declared or a URL. */
export function checkChoice(loaded: ProjectFiles, chosen: string): readonly Diagnostic[] {
  if (looksLikeUrl(chosen) || loaded.clusters.has(chosen)) return [];
  const known = [...loaded.clusters.keys()];
  const shown = withoutCredentials(chosen);
  return [
    diagnose('cluster-not-declared', {
      chosen: shown,
      known,
      suggestion: nearestName(shown, known),
      ...(loaded.connections && { trusted: true }),
    }),
  ];
}

function resolveUrl({ allowedUrls }: ProjectFiles, chosen: string, vars: Vars): ResolvedCluster {
  const parsed = parseClusterUrl(chosen);
  if (parsed.kind === 'invalid') {
    const problem = diagnose('invalid-cluster-url', { reason: parsed.reason });
    return { target: undefined, vars, diagnostics: [problem], ...nothingSecret };
  }
  const refused = checkUrl(allowedUrls, { url: parsed.url, shown: withoutUser(chosen), source: undefined });
  if (refused.length > 0)
    return {
      ...nothingSecret,
      target: undefined,
      vars,
      diagnostics: refused,
      secrets: secretsOf(parsed.user),
    };
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
  { vars, ofRun }: { readonly vars: Vars; readonly ofRun: Vars },
): Promise<ResolvedCluster> {
  const [found, secrets]: [Diagnostic[], string[]] = [[], []];
  const report: Report = (problem) => {
    found.push(problem);
  };
  const learn = (secret: string) => {
    secrets.push(secret);
  };
  const { environment } = loaded;
  const { base, boundary, ...limits } = connectionOf(loaded, document, { vars, ofRun });
  const lookup = { environment, ...limits, cluster: document.name, unsetEnvironment: 'error' } as const;
  const resolve = (template: Template) => {
    const result = substitute(template, lookup);
    result.diagnostics.forEach(report);
    result.secrets.forEach(learn);
    return result.diagnostics.length === 0 && isUsable(template) ? result.text : undefined;
  };
  const shown = (template: Template) => shownText(template, lookup);
  const resolution = { resolve, report, learn, shown };
  const { urls, user, shownUrls } = resolveUrls(document, { ...resolution, allowedUrls: loaded.allowedUrls });
  // Credentials are not even read for a URL that is refused.
  if (found.some(({ code }) => code === 'cluster-url-not-allowed'))
    return { ...nothingSecret, target: undefined, vars, diagnostics: inReportOrder(found), secrets };
  const declared = document.auth && resolveAuth(document.auth, resolution);
  const { readTls } = document.tls.size > 0 ? await import('./read-tls.ts') : { readTls: undefined };
  const tls = await readTls?.({ tls: document.tls, base, boundary, resolve, report });
  const headers = resolveHeaders(document, { ...resolution, hasOtherAuth: (declared ?? user) !== undefined });
  checkSettings(document, lookup, found).forEach(report);
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

/** The URLs without their users, and the one user that they contain. */
function resolveUrls(
  { urls: templates, auth: declared }: ClusterDocument,
  {
    resolve,
    report,
    learn,
    shown,
    allowedUrls,
  }: Resolution & { readonly allowedUrls: AllowedUrls | undefined },
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
    // As it is written: a value of the environment in it stays hidden.
    checkUrl(allowedUrls, { url: parsed.url, shown: withoutUser(template.written), source }).forEach(report);
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
    const reason = `the token${comesFrom(auth.token)} contains spaces, line breaks or characters that are not allowed in a header`;
    report(diagnose('invalid-header', { header: 'Authorization', reason }, { source: auth.token.source }));
    return undefined;
  }
  const [username, password] = [resolve(auth.username), resolve(auth.password)];
  if (username === undefined || password === undefined) return undefined;
  const parts = [
    { key: 'username', text: username, template: auth.username },
    { key: 'password', text: password, template: auth.password },
  ];
  for (const { key, text, template } of parts) {
    if (!controls.test(text)) continue;
    const from = comesFrom(template);
    report(diagnose('invalid-credentials', { key: `auth.basic.${key}`, from }, { source: template.source }));
  }
  return basicAuth({ username, password }, { report, source: auth.username.source });
}

/** RFC 7617, section 2. */
const controls = /[\u0000-\u001f\u007f]/;

/** Basic authentication joins name and password with a colon, so the name cannot contain one (RFC 7617). */
function basicAuth(
  { username, password }: UrlUser,
  { report, source }: { readonly report: Report; readonly source: Template['source'] | undefined },
): ClusterAuth {
  if (username.includes(':')) report(diagnose('invalid-username', {}, { source }));
  return { kind: 'basic', username, password };
}
