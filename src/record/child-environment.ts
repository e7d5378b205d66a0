/** What the environment of a recorded command points at. */
export interface ChildSettings {
  /** The URL of the proxy. */
  readonly proxy: string;
  /** A file with the certificates that the command trusts, that of the recorder among them; left out: unchanged. */
  readonly certificates?: string | undefined;
}

/** The environment of a recorded command: that of connect-sync with the proxy, for localhost as well. */
export function childEnvironment(
  environment: ReadonlyMap<string, string>,
  settings: ChildSettings,
): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(environment),
    ...recorderVariables(settings),
    ...javaOptions(environment.get('JAVA_TOOL_OPTIONS'), settings.proxy),
  };
}

/** The variables that lead programs to the recorder. */
export function recorderVariables({ proxy, certificates }: ChildSettings): Readonly<Record<string, string>> {
  return {
    ...proxyVariables(proxy),
    ...(certificates !== undefined && certificateVariables(certificates)),
  };
}

/** The variables that name a proxy, which most programs read. */
function proxyVariables(url: string): Readonly<Record<string, string>> {
  return {
    http_proxy: url,
    HTTP_PROXY: url,
    https_proxy: url,
    HTTPS_PROXY: url,
    all_proxy: url,
    ALL_PROXY: url,
    no_proxy: '',
    NO_PROXY: '',
    // Node.js 24 and later read the variables above only with this one.
    NODE_USE_ENV_PROXY: '1',
  };
}

/**
 * Java ignores the variables of proxies. With this one, each Java process prints a line on stderr, which is better than
 * requests that reach a real cluster.
 */
function javaOptions(before: string | undefined, proxy: string): Readonly<Record<string, string>> {
  const { hostname, port } = new URL(proxy);
  const options = ['http', 'https'].flatMap((scheme) => [
    `-D${scheme}.proxyHost=${hostname}`,
    `-D${scheme}.proxyPort=${port}`,
  ]);
  // Without a value, localhost is not excluded.
  return { JAVA_TOOL_OPTIONS: [...(before ? [before] : []), ...options, '-Dhttp.nonProxyHosts='].join(' ') };
}

function certificateVariables(file: string): Readonly<Record<string, string>> {
  const names = [
    'SSL_CERT_FILE',
    'CURL_CA_BUNDLE',
    'REQUESTS_CA_BUNDLE',
    'NODE_EXTRA_CA_CERTS',
    'AWS_CA_BUNDLE',
    'GIT_SSL_CAINFO',
    'PIP_CERT',
    'CARGO_HTTP_CAINFO',
    'DENO_CERT',
  ];
  return Object.fromEntries(names.map((name) => [name, file]));
}
