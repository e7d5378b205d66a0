/** What the URL of a Git remote tells, without credentials. */
export interface Remote {
  /** In lower case, without a port. */
  readonly host: string;
  /** Its path without `.git`: `team/connectors`. */
  readonly repository: string;
  /** By the host only, since a repository may have any name; undefined: neither. */
  readonly forge: 'github' | 'gitlab' | undefined;
}

/** Reads `https://github.com/a/b.git`, `ssh://git@host:22/a/b` and `git@host:a/b`; undefined for a path. */
export function readRemote(url: string | undefined): Remote | undefined {
  const [, ofUrl, ofScp, path = ''] =
    /^(?:[a-z+]+:\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/|(?:[^@/:]*@)?([\w.-]+):)(.+)$/i.exec(url ?? '') ?? [];
  const host = (ofUrl ?? ofScp)?.toLowerCase();
  if (host === undefined) return undefined;
  const forge = (['github', 'gitlab'] as const).find((name) => host.split(/[.-]/).includes(name));
  const repository = path.replace(/\/$/, '').replace(/\.git$/, '');
  return { host, repository, forge };
}
