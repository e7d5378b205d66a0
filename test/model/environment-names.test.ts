import { describe, expect, it } from 'vitest';
import { environmentNames, isReservedName } from '../../src/model/environment-names.ts';

describe('the variables that a file may refer to', () => {
  it.each(
    (
      'CONNECT_SYNC_PLAN_KEY CONNECT_SYNC_FINGERPRINT_KEY CONNECT_SYNC_ANYTHING GITHUB_TOKEN GH_TOKEN ' +
      'GH_ENTERPRISE_TOKEN GITHUB_ENTERPRISE_TOKEN ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ' +
      'ACTIONS_ID_TOKEN_REQUEST_URL RUNNER_TEMP INPUT_TOKEN INPUT_GITHUB_TOKEN GITLAB_TOKEN CI_JOB_TOKEN ' +
      'CI_REGISTRY_PASSWORD CI_DEPLOY_PASSWORD CI_JOB_JWT CI_JOB_JWT_V2 CI_REPOSITORY_URL CI_BUILD_TOKEN ' +
      'CI_DEPENDENCY_PROXY_PASSWORD AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ' +
      'AWS_CONTAINER_AUTHORIZATION_TOKEN AZURE_CLIENT_SECRET ARM_CLIENT_SECRET GOOGLE_APPLICATION_CREDENTIALS ' +
      'GOOGLE_CREDENTIALS NPM_TOKEN NODE_AUTH_TOKEN SSH_AUTH_SOCK SSH_PRIVATE_KEY KUBECONFIG KUBE_TOKEN ' +
      'VAULT_TOKEN DOCKER_AUTH_CONFIG DOCKER_PASSWORD SYSTEM_ACCESSTOKEN CIRCLE_OIDC_TOKEN BUILDKITE_AGENT_ACCESS_TOKEN ' +
      'HTTPS_PROXY https_proxy aws_secret_access_key'
    ).split(' '),
  )('%s is reserved', (name) => {
    expect(environmentNames(undefined).refusal(name)).toBe('reserved');
  });

  it.each(
    (
      'DB_PASSWORD CONNECT_PASSWORD ORDERS_CONNECTION_PASSWORD KAFKA_TOKEN PG_PASSWORD GHOST_TOKEN CITY ' +
      'CI_NAME INPUT_TOPIC GITHUB_SHA GITLAB_PROJECT ARMADA AWSOME SNOWFLAKE_PRIVATE_KEY TOKEN PASSWORD HOME'
    ).split(' '),
  )('%s is not reserved', (name) => {
    expect(environmentNames(undefined).refusal(name)).toBeUndefined();
  });

  it('are those that the job lists, as names and globs between blanks and commas', () => {
    const { refusal } = environmentNames(' DB_*, KAFKA_TOKEN\n\tX? ,,');
    for (const name of ['DB_', 'DB_PASSWORD', 'KAFKA_TOKEN', 'X1']) expect(refusal(name)).toBeUndefined();
    for (const name of ['MYDB_PASSWORD', 'db_password', 'KAFKA_TOKEN2', 'X12', 'X'])
      expect(refusal(name)).toBe('not-listed');
  });

  it.each(['', ' ', ','])('are none where the list is %j', (listed) => {
    expect(environmentNames(listed).refusal('DB_PASSWORD')).toBe('not-listed');
  });

  it('include a reserved name only if the job lists it as it is', () => {
    expect(environmentNames('*').refusal('AWS_SECRET_ACCESS_KEY')).toBe('reserved');
    expect(environmentNames('AWS_*').refusal('AWS_SECRET_ACCESS_KEY')).toBe('reserved');
    expect(environmentNames('*, AWS_SECRET_ACCESS_KEY').refusal('AWS_SECRET_ACCESS_KEY')).toBeUndefined();
  });

  it('include a reserved name that only an environment file sets, unless the job has a list without it', () => {
    const ownFiles = new Set(['AWS_SECRET_ACCESS_KEY']);
    expect(environmentNames(undefined, ownFiles).refusal('AWS_SECRET_ACCESS_KEY')).toBeUndefined();
    expect(environmentNames('DB_*', ownFiles).refusal('AWS_SECRET_ACCESS_KEY')).toBe('not-listed');
  });

  it('are matched in any case where they are reserved', () => {
    expect(isReservedName('Github_Token')).toBe(true);
  });
});
