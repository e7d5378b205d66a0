import { KnownSecrets } from '../model/known-secrets.ts';

/** Variables that every shell or pipeline sets: what they hold stands in many a configuration by chance. */
const ordinary =
  /^(?:_|PATH|HOME|(?:OLD)?PWD|USER|USERNAME|LOGNAME|SHELL|SHLVL|LANG|LANGUAGE|LC_.*|TERM.*|TZ|TMP|TEMP|TMPDIR|HOSTNAME|EDITOR|PAGER|DISPLAY|XDG_.*|SSH_.*|npm_.*|NODE.*|CI|CI_.*|GITHUB_.*|GITLAB_.*|RUNNER_.*|CONNECT_SYNC_.*)$/;

const shortest = 6;

/**
 * What a connector may have got from the environment through a file that is gone or no longer says so: the values of
 * all variables, but for those that say nothing. It is for deciding what to mask, where too much does no harm.
 */
export function environmentSecrets(environment: ReadonlyMap<string, string>): KnownSecrets {
  const secrets = new KnownSecrets();
  for (const [name, value] of environment) {
    const isTelling = value.length >= shortest && !/^[\d.]+$/.test(value);
    if (isTelling && !ordinary.test(name)) secrets.learn(value);
  }
  return secrets;
}
