import { describe, expect, it } from 'vitest';
import { readRemote } from '../../src/git/read-remote.ts';

describe('the URL of a remote', () => {
  it.each([
    ['https://github.com/team/connectors.git', 'github.com', 'team/connectors', 'github'],
    ['https://user:secret@GitHub.com/team/connectors/', 'github.com', 'team/connectors', 'github'],
    ['git@gitlab.example:group/sub/connectors.git', 'gitlab.example', 'group/sub/connectors', 'gitlab'],
    ['ssh://git@gitlab.example:2222/group/connectors', 'gitlab.example', 'group/connectors', 'gitlab'],
    ['https://git.example/github/connectors', 'git.example', 'github/connectors', undefined],
  ])('%s has a host and a repository', (url, host, repository, forge) => {
    expect(readRemote(url)).toEqual({ host, repository, forge });
  });

  it.each([['../github/connectors'], ['/srv/gitlab/connectors.git'], ['github/connectors'], [undefined]])(
    'that is a path (%s) has none',
    (url) => {
      expect(readRemote(url)).toBeUndefined();
    },
  );
});
