/**
 * What the body of an answer is, by its content: errors of a worker often lack a Content-Type, and gateways in front of
 * a worker send wrong ones (Connect REST contract 2).
 * - `nothing`: no body, or blanks;
 * - `html`: a page: a proxy, a login, a worker's web server before the worker is up;
 * - `error`: the error that Kafka Connect sends, `{"error_code": …, "message": …}`;
 * - `json`: any other JSON;
 * - `broken-json`: it begins as JSON and is none;
 * - `text`: anything else.
 */
export type AnswerBody =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'html'; readonly title: string | undefined }
  | { readonly kind: 'error'; readonly message: string | undefined }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'broken-json' }
  | { readonly kind: 'text'; readonly text: string };

/** Classifies a body. Never throws. */
export function inspectBody(raw: string): AnswerBody {
  const text = raw.trim();
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('<')) return { kind: 'html', title: titleOf(text) };
  try {
    return classifyJson(JSON.parse(text));
  } catch {
    return /^[{["]/.test(text) ? { kind: 'broken-json' } : { kind: 'text', text };
  }
}

/** The message in a body, for people: untrusted, and possibly with secrets in it. */
export function messageIn(body: AnswerBody): string | undefined {
  switch (body.kind) {
    case 'error':
      return body.message;
    case 'html':
      return body.title;
    case 'text':
      return body.text;
    case 'json':
      return messageOf(body.value);
    case 'nothing':
    case 'broken-json':
      return undefined;
  }
}

function classifyJson(value: unknown): AnswerBody {
  const isError = isObject(value) && Number.isInteger(value['error_code']);
  return isError ? { kind: 'error', message: messageOf(value) } : { kind: 'json', value };
}

/** The `message` that Kafka Connect and most gateways put into an error. */
function messageOf(value: unknown): string | undefined {
  const message = isObject(value) ? value['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}

function titleOf(html: string): string | undefined {
  const title = /<title[^<>]*>([^<]{1,200})/i.exec(html.slice(0, 10_000))?.[1]?.trim();
  return title || undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
