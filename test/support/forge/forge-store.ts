/** An account and the permissions of its token. */
export interface ForgeAccount {
  readonly id: number;
  readonly login: string;
  /** `app`: a token of a GitHub App, such as GITHUB_TOKEN, which is not allowed `GET /user`. */
  readonly kind: 'person' | 'app';
  readonly may: 'write' | 'read' | 'nothing';
}

/** A stored comment. */
export interface StoredComment {
  readonly id: number;
  readonly author: ForgeAccount;
  body: string;
  readonly isSystem: boolean;
}

/** The comments of a forge and its simulated conditions. */
export interface ForgeStore {
  readonly accounts: ReadonlyMap<string, ForgeAccount>;
  /** The comments of pull request 7, the oldest first. */
  comments(): readonly StoredComment[];
  /** The comments that a list returns: stale ones after `lag`. */
  listed(): readonly StoredComment[];
  add(author: ForgeAccount, body: string, isSystem?: boolean): StoredComment;
  edit(id: number, body: string): StoredComment | undefined;
  remove(id: number): boolean;
  /** The next lists return the comments as they are now, without later changes. */
  lag(lists: number): void;
  /** Locks the conversation. */
  lock(): void;
  isLocked(): boolean;
}

/** Accounts by token. */
const accounts: ReadonlyMap<string, ForgeAccount> = new Map<string, ForgeAccount>([
  ['job-token', { id: 41, login: 'github-actions[bot]', kind: 'app', may: 'write' }],
  ['bot-token', { id: 55, login: 'project_3_bot', kind: 'person', may: 'write' }],
  ['ada-token', { id: 1, login: 'ada', kind: 'person', may: 'write' }],
  ['fork-token', { id: 41, login: 'github-actions[bot]', kind: 'app', may: 'read' }],
  ['stranger-token', { id: 99, login: 'stranger', kind: 'person', may: 'nothing' }],
]);

/** The account of a known token. */
export function accountOf(token: string): ForgeAccount {
  const account = accounts.get(token);
  if (!account) throw new Error(`no such token: ${token}`);
  return account;
}

/** Opens an empty store. */
export function openStore(): ForgeStore {
  const all: StoredComment[] = [];
  let lastId = 1000;
  let lagging = 0;
  let isLocked = false;
  let before: readonly StoredComment[] = [];
  return {
    accounts,
    comments: () => all,
    listed: () => {
      if (lagging === 0) return all;
      lagging -= 1;
      return before;
    },
    add: (author, body, isSystem = false) => {
      lastId += 1;
      const comment = { id: lastId, author, body, isSystem };
      all.push(comment);
      return comment;
    },
    edit: (id, body) => {
      const found = all.find((comment) => comment.id === id);
      if (found) found.body = body;
      return found;
    },
    remove: (id) => {
      const index = all.findIndex((comment) => comment.id === id);
      if (index >= 0) all.splice(index, 1);
      return index >= 0;
    },
    lag: (lists) => {
      lagging = lists;
      before = all.map((comment) => ({ ...comment }));
    },
    lock: () => {
      isLocked = true;
    },
    isLocked: () => isLocked,
  };
}
