import { KnownSecrets } from '../model/known-secrets.ts';

/** Variables of shells and CI systems: their values occur in many configurations by coincidence. */
const ordinary =
  /^(?:_|PATH|HOME|(?:OLD)?PWD|USER|USERNAME|LOGNAME|SHELL|SHLVL|LANG|LANGUAGE|LC_.*|TERM.*|TZ|TMP|TEMP|TMPDIR|HOSTNAME|EDITOR|PAGER|DISPLAY|XDG_.*|SSH_.*|npm_.*|NODE.*|CI|CI_.*|GITHUB_.*|GITLAB_.*|RUNNER_.*|CONNECT_SYNC_.*)$/;

const minimumLength = 6;

/**
 * Values that a connector may have from the environment through an earlier version of its file: those of all variables,
 * except common variables, short values and numbers. They decide what is masked, so too many do no harm.
 */
export function environmentSecrets(environment: ReadonlyMap<string, string>): KnownSecrets {
  const secrets = new KnownSecrets();
  for (const [name, value] of environment) {
    const isDistinctive = value.length >= minimumLength && !/^[\d.]+$/.test(value);
    if (isDistinctive && !ordinary.test(name)) secrets.learn(value);
  }
  return secrets;
}
