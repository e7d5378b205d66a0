/** What is known of a rejected request. */
export interface RejectedRequest {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly body: string;
  /** The name in the URL; undefined for a POST. */
  readonly name: string | undefined;
}

/** Why a worker rejects a request that configures a connector. Never quotes the body, which may contain secrets. */
export function explainRejection({
  status,
  contentType,
  contentEncoding,
  body,
  name,
}: RejectedRequest): string {
  if (contentEncoding !== undefined) return 'its body is compressed';
  if (status === 413) return 'its body is too large';
  if (status === 415) {
    return contentType === undefined
      ? 'it has no Content-Type header, and application/json is required'
      : 'its Content-Type is not application/json';
  }
  const value = parse(body);
  if (value === undefined) return body.trim() === '' ? 'its body is empty' : 'its body is not valid JSON';
  if (!isObject(value)) return 'its body is not a JSON object';
  return explainConfig(name === undefined ? value['config'] : value, name ?? value['name']);
}

function explainConfig(config: unknown, name: unknown): string {
  if (!isObject(config)) return 'it has no config';
  if (typeof name !== 'string' || name.trim() === '') return 'it has no name';
  if (config['name'] !== undefined && config['name'] !== name) return 'the name in its config is another one';
  if (typeof config['connector.class'] !== 'string') return 'it has no connector.class';
  if (Object.values(config).some((value) => typeof value === 'object' && value !== null))
    return 'a value in its config is an object or a list';
  return 'a worker does not accept this request';
}

/** The name of the connector that a request configures, as far as its body shows it. */
export function nameInBody(body: string): string {
  const value = parse(body);
  const name = isObject(value)
    ? value['name']
    : /"name"[ \t\r\n]*:[ \t\r\n]*"([^"\\]{1,200})"/.exec(body)?.[1];
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : '(without a name)';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
