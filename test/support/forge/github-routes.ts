import type { ForgeAnswer, ForgeRequest } from './fake-forge.ts';
import type { ForgeAccount, ForgeStore, StoredComment } from './forge-store.ts';

const issue = '/repos/acme/connectors/issues';

/** GitHub's routes for comments. Error messages are those that GitHub's users quote in issues. */
export function answerAsGitHub(store: ForgeStore, request: ForgeRequest, url: string): ForgeAnswer {
  const { method, path, token, userAgent } = request;
  if (!userAgent) return error(403, 'Request forbidden by administrative rules.');
  const account = store.accounts.get(token ?? '');
  if (!account) return error(401, 'Bad credentials');
  if (path === '/graphql' && method === 'POST') return { status: 200, body: viewer(account) };
  if (path === '/user' && method === 'GET') {
    return account.kind === 'app' ? notAccessible : { status: 200, body: author(account) };
  }
  if (account.may === 'nothing' || !path.startsWith(`${issue}/`)) return error(404, 'Not Found');
  if (path === `${issue}/7/comments` && method === 'GET') return list(store, request, url);
  if (path === `${issue}/7/comments` && method === 'POST') return write(store, account, request);
  return answerOfOne(store, account, request);
}

function answerOfOne(store: ForgeStore, account: ForgeAccount, request: ForgeRequest): ForgeAnswer {
  const { method, path } = request;
  const id = Number(/\/issues\/comments\/(\d+)$/.exec(path)?.[1] ?? 0);
  const found = store.comments().find((comment) => comment.id === id);
  if (!found) return error(404, 'Not Found');
  if (method === 'GET') return { status: 200, body: shown(found) };
  if (account.may !== 'write') return notAccessible;
  if (method === 'DELETE') return store.remove(id) ? { status: 204 } : error(404, 'Not Found');
  return method === 'PATCH' ? write(store, account, request, id) : error(404, 'Not Found');
}

const notAccessible = error(403, 'Resource not accessible by integration');

function list(store: ForgeStore, { query }: ForgeRequest, url: string): ForgeAnswer {
  const [size, page] = [Math.min(Number(query.get('per_page') ?? 30), 100), Number(query.get('page') ?? 1)];
  const all = store.listed();
  const isLast = page * size >= all.length;
  const next = `<${url}/repositories/1/issues/7/comments?per_page=${size}&page=${page + 1}>; rel="next"`;
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size).map(shown),
    headers: isLast ? {} : { link: next },
  };
}

function write(store: ForgeStore, account: ForgeAccount, { body }: ForgeRequest, id?: number): ForgeAnswer {
  if (account.may !== 'write') return notAccessible;
  const text = (body as { readonly body?: unknown } | undefined)?.body;
  if (typeof text !== 'string' || text === '') return invalid('Body cannot be blank');
  if (text.length > 65_536) return invalid('Body is too long (maximum is 65536 characters)');
  if (store.isLocked()) return error(403, 'Unable to create comment because issue is locked.');
  if (id === undefined) return { status: 201, body: shown(store.add(account, text)) };
  const edited = store.edit(id, text);
  return edited ? { status: 200, body: shown(edited) } : error(404, 'Not Found');
}

function shown({ id, author: by, body }: StoredComment) {
  return {
    id,
    node_id: `IC_${id}`,
    html_url: `https://github.example/acme/connectors/pull/7#issuecomment-${id}`,
    // GitHub stores CRLF line ends.
    body: body.replaceAll('\n', '\r\n'),
    user: author(by),
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    author_association: 'CONTRIBUTOR',
    performed_via_github_app: by.kind === 'app' ? { id: 15_368, slug: 'github-actions' } : null,
  };
}

function author({ id, login, kind }: ForgeAccount) {
  return { login, id, node_id: `U_${id}`, type: kind === 'app' ? 'Bot' : 'User' };
}

function viewer({ id }: ForgeAccount) {
  return { data: { viewer: { databaseId: id } } };
}

function invalid(message: string): ForgeAnswer {
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  return { status: 422, body: { message: 'Validation Failed', errors, status: '422' } };
}

function error(status: number, message: string): ForgeAnswer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}
