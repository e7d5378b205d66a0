/** An answer as it is compared. */
export interface Reading {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** One place where two answers differ. */
export interface Difference {
  readonly path: string;
  readonly real: unknown;
  readonly sandbox: unknown;
}

/** The places where two answers differ after removing what cannot be equal. */
export function differences(real: Reading, sandbox: Reading): readonly Difference[] {
  if (real.status !== sandbox.status) {
    return [
      { path: 'status', real: `${real.status} ${real.text}`, sandbox: `${sandbox.status} ${sandbox.text}` },
    ];
  }
  const headers = ['content-type', 'location', 'allow'].map((name) => ({
    path: `header ${name}`,
    real: withoutHost(real.headers[name]),
    sandbox: withoutHost(sandbox.headers[name]),
  }));
  const [one, other] = [parse(real.text), parse(sandbox.text)];
  return [
    ...headers.filter((header) => header.real !== header.sandbox),
    ...(one === undefined || other === undefined ? [] : leaves(normal(one), normal(other), '$')),
  ];
}

/** The places where two JSON values differ. */
export function leaves(real: unknown, sandbox: unknown, path: string): readonly Difference[] {
  if (isRecord(real) && isRecord(sandbox)) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(sandbox)])];
    return keys.flatMap((key) => leaves(real[key], sandbox[key], `${path}.${key}`));
  }
  if (Array.isArray(real) && Array.isArray(sandbox) && real.length === sandbox.length) {
    return real.flatMap((value, index) => leaves(value, sandbox[index], `${path}[${index}]`));
  }
  return JSON.stringify(real) === JSON.stringify(sandbox) ? [] : [{ path, real, sandbox }];
}

/** A value without what cannot be equal: ids, times, traces below the first line, texts, plugins that only one has. */
export function normal(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const kept =
      key === 'recommended_values' ? value.filter((one) => !/^(?:io|com)\./.test(String(one))).sort() : value;
    return kept.map((one) => normal(one));
  }
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one, name)]));
  }
  if (['worker_id', 'kafka_cluster_id', 'last_modified', 'documentation'].includes(key)) return key;
  return typeof value === 'string'
    ? normalText(key === 'trace' ? (value.split('\n')[0] ?? '') : value)
    : value;
}

function normalText(text: string): string {
  return text
    .replace(/(available connectors are:).*/s, '$1')
    .replace(/@[0-9a-f]{5,8}\b/g, '@')
    .replace(/\n at \[Source: .*/s, '')
    .replace(
      /Connector config \{(.*)\}/s,
      (_, list: string) => `Connector config {${list.split(', ').sort()}}`,
    );
}

function withoutHost(header: string | undefined): string | undefined {
  return header
    ?.replace(/^http:\/\/[^/]+/, '')
    .replace(/[A-Z]+(, ?[A-Z]+)+/, (list) => list.split(/, ?/).sort().join());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
