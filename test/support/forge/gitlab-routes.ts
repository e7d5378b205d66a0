import type { ForgeAnswer, ForgeRequest } from './fake-forge.ts';
import type { ForgeAccount, ForgeStore, StoredComment } from './forge-store.ts';

const notes = '/api/v4/projects/3/merge_requests/7/notes';

/** GitLab's routes for notes. */
export function answerAsGitLab(store: ForgeStore, request: ForgeRequest): ForgeAnswer {
  const { method, path, token } = request;
  const account = store.accounts.get(token ?? '');
  if (!account) return { status: 401, body: { message: '401 Unauthorized' } };
  if (path === '/api/v4/user' && method === 'GET') return { status: 200, body: author(account) };
  if (account.may === 'nothing' || !path.startsWith(notes)) return notFound;
  if (path === notes && method === 'GET') return list(store, request);
  if (method !== 'GET' && account.may !== 'write') return insufficientScope;
  if (path === notes && method === 'POST') return write(store, account, request);
  return answerOfOne(store, account, request);
}

function answerOfOne(store: ForgeStore, account: ForgeAccount, request: ForgeRequest): ForgeAnswer {
  const { method, path } = request;
  const id = Number(path.slice(notes.length + 1));
  const found = store.comments().find((comment) => comment.id === id);
  if (!found) return notFound;
  if (method === 'GET') return { status: 200, body: shown(found) };
  if (method === 'DELETE') return store.remove(id) ? { status: 204 } : notFound;
  return method === 'PUT' ? write(store, account, request, id) : notFound;
}

const notFound: ForgeAnswer = { status: 404, body: { message: '404 Not found' } };
const insufficientScope: ForgeAnswer = {
  status: 403,
  body: {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: 'api',
  },
};

function list(store: ForgeStore, { query }: ForgeRequest): ForgeAnswer {
  const [size, page] = [Math.min(Number(query.get('per_page') ?? 20), 100), Number(query.get('page') ?? 1)];
  const all = store.listed();
  const sorted = query.get('sort') === 'asc' ? all : [...all].reverse();
  const isLast = page * size >= sorted.length;
  return {
    status: 200,
    body: sorted.slice((page - 1) * size, page * size).map(shown),
    headers: {
      'x-page': String(page),
      'x-per-page': String(size),
      'x-next-page': isLast ? '' : String(page + 1),
    },
  };
}

function write(store: ForgeStore, account: ForgeAccount, { body }: ForgeRequest, id?: number): ForgeAnswer {
  const text = (body as { readonly body?: unknown } | undefined)?.body;
  if (typeof text !== 'string' || text === '') return { status: 400, body: { error: 'body is missing' } };
  if (text.length > 1_000_000) return { status: 400, body: { message: { note: ['is too long'] } } };
  if (store.isLocked()) return { status: 403, body: { message: '403 Forbidden' } };
  // GitLab trims trailing whitespace.
  if (id === undefined) return { status: 201, body: shown(store.add(account, text.trimEnd())) };
  const edited = store.edit(id, text.trimEnd());
  return edited ? { status: 200, body: shown(edited) } : notFound;
}

function shown({ id, author: by, body, isSystem }: StoredComment) {
  return {
    id,
    type: null,
    body,
    author: author(by),
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    system: isSystem,
    noteable_type: 'MergeRequest',
    noteable_iid: 7,
    resolvable: false,
  };
}

function author({ id, login }: ForgeAccount) {
  return { id, username: login, name: login, state: 'active' };
}
