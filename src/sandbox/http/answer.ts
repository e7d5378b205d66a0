import { does, type Profile } from '../profile.ts';

/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Left out on some errors of a real worker, so it is not derived from the body. */
  readonly contentType?: string;
  readonly location?: string;
  readonly allow?: string;
  /** Whether the connection ends with this answer, as Jetty does after a URL that it refuses. */
  readonly closesConnection?: true;
}

/** A JSON entity. */
export function jsonAnswer(status: number, entity: unknown): Answer {
  return { status, body: JSON.stringify(entity), contentType: 'application/json' };
}

/** No body, and no media type. */
export function emptyAnswer(status: number): Answer {
  return { status, body: '' };
}

/** The error entity of Connect (Connect REST contract 2). */
export function errorAnswer(status: number, message: string | null): Answer {
  return jsonAnswer(status, { error_code: status, message });
}

/** An error of the REST framework: the same entity, without Content-Type (Connect REST contract 2). */
export function frameworkError(status: 404 | 405 | 406 | 415): Answer {
  const reasons = {
    404: 'Not Found',
    405: 'Method Not Allowed',
    406: 'Not Acceptable',
    415: 'Unsupported Media Type',
  };
  const body = JSON.stringify({ error_code: status, message: `HTTP ${status} ${reasons[status]}` });
  return { status, body };
}

/** A Jetty error page: HTML for GET and POST, empty and without media type otherwise (Connect REST contract 2). */
export function jettyPage(
  { profile, method }: { readonly profile: Profile; readonly method: string },
  status: number,
  reason: string,
): Answer {
  const closing = status === 400 ? { closesConnection: true as const } : {};
  if (!['GET', 'HEAD', 'POST'].includes(method)) return { status, body: '', ...closing };
  const title = `Error ${status} ${reason}`;
  const body = [
    '<html>',
    '<head>',
    '<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>',
    `<title>${title}</title>`,
    '</head>',
    '<body>',
    `<h2>HTTP ERROR ${status} ${reason}</h2>`,
    '<table>',
    `<tr><th>STATUS:</th><td>${status}</td></tr>`,
    `<tr><th>MESSAGE:</th><td>${reason}</td></tr>`,
    '</table>',
    `<hr/><a href="https://jetty.org/">Powered by Jetty:// ${does(profile, 'jetty12') ? '12.0.22' : '9.4.57.v20241219'}</a><hr/>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
  return { status, body, contentType: 'text/html;charset=iso-8859-1', ...closing };
}

/** What Jetty answers to a message that it cannot parse, whatever the method. */
export function badMessage(profile: Profile, status: number, reason: string): Answer {
  if (does(profile, 'jetty12'))
    return { ...jettyPage({ profile, method: 'GET' }, status, reason), closesConnection: true };
  const body = `<h1>Bad Message ${status}</h1><pre>reason: ${reason}</pre>`;
  return { status, body, contentType: 'text/html;charset=iso-8859-1', closesConnection: true };
}
