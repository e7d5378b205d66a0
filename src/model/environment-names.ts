import { matchesAnyGlob } from './name-glob.ts';

/** The variable of the job that lists the names which files may refer to. */
export const environmentNamesVariable = 'CONNECT_SYNC_ENV_NAMES';

/**
 * Why a file may not refer to a variable. `reserved`: the name belongs to connect-sync, to the CI system, or to
 * another tool of the job; `not-listed`: the job lists names, and this one is not among them.
 */
export type NameRefusal = 'reserved' | 'not-listed';

/** Which variables of the environment files may refer to with `${env.NAME}`. */
export interface EnvironmentNames {
  /** Undefined: the name may be used. */
  refusal(name: string): NameRefusal | undefined;
  /** The names and globs that the job lists; undefined: it lists none. */
  readonly listed: readonly string[] | undefined;
}

/**
 * The rule for names. `listed`: the value of `CONNECT_SYNC_ENV_NAMES`, names and globs separated by blanks or commas;
 * an empty list allows nothing. `ownFiles`: names that only environment files set, which are no variables of the job.
 * A reserved name must be listed as it is: no glob allows it.
 */
export function environmentNames(
  listed: string | undefined,
  ownFiles: ReadonlySet<string> = new Set(),
): EnvironmentNames {
  const globs = listed?.split(/[\s,]+/).filter((glob) => glob !== '');
  return {
    listed: globs,
    refusal: (name) => {
      if (globs?.includes(name)) return undefined;
      if (isReservedName(name) && !ownFiles.has(name)) return 'reserved';
      return globs && !matchesAnyGlob(globs, name) ? 'not-listed' : undefined;
    },
  };
}

/** Every name may be used: for reading files without resolving anything. */
export const everyName: EnvironmentNames = { listed: undefined, refusal: () => undefined };

/** Whether a name belongs to connect-sync, a CI system, a cloud or a tool. In any case, as Windows ignores it. */
export function isReservedName(name: string): boolean {
  return matchesAnyGlob(reserved, name.toUpperCase());
}

/** The name of a variable after a text, such as `ORDERS_DATABASE_PASSWORD`; never a reserved one. */
export function toVariableName(text: string): string {
  const name = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  // A file may not refer to a variable that belongs to a tool, such as AWS_SECRET_ACCESS_KEY.
  return /^[A-Z]/.test(name) ? unreservedName(name) : `SECRET_${name}`;
}

/** The name of a variable that files may refer to in place of this one: a reserved name gets a prefix. */
export function unreservedName(name: string): string {
  return isReservedName(name) ? `CONNECTOR_${name}` : name;
}

/**
 * Names that hold credentials of the job, or of tools that run in it: a connector file that refers to one would send
 * it to the worker.
 */
const reserved: readonly string[] = [
  'CONNECT_SYNC_*',
  // GitHub: tokens, the credentials of the runner, inputs of actions.
  ...words(
    'GITHUB_TOKEN GITHUB_PAT GITHUB_*_TOKEN GITHUB_*TOKEN GH_TOKEN GH_PAT GH_*TOKEN GHCR_* ACTIONS_* RUNNER_*',
  ),
  ...words('INPUT_*TOKEN* INPUT_*PASSWORD* INPUT_*SECRET* INPUT_*KEY'),
  // GitLab and other forges; CI_REPOSITORY_URL contains the token of the job.
  ...words(
    'GITLAB_*TOKEN* GITLAB_PASSWORD GITLAB_PAT GITEA_*TOKEN* FORGEJO_*TOKEN* BITBUCKET_*TOKEN* BITBUCKET_*PASSWORD*',
  ),
  ...words(
    'CI_*TOKEN* CI_*PASSWORD* CI_*JWT* CI_*SECRET* CI_NETRC_* CI_REPOSITORY_URL CI_REGISTRY_USER CI_DEPLOY_USER',
  ),
  // Other CI systems.
  ...words(
    'SYSTEM_ACCESSTOKEN STEP_OIDC_TOKEN CIRCLE_*TOKEN* BUILDKITE_*TOKEN* DRONE_*TOKEN* DRONE_*PASSWORD* DRONE_NETRC_*',
  ),
  ...words(
    'SEMAPHORE_*TOKEN* TRAVIS_*TOKEN* JENKINS_*TOKEN* JENKINS_*PASSWORD* TEAMCITY_*TOKEN* TEAMCITY_*PASSWORD* ATLANTIS_*',
  ),
  // Clouds.
  ...words('AWS_* AZURE_* ARM_* GOOGLE_* GCLOUD_* GCP_* CLOUDSDK_* MSI_* IDENTITY_HEADER IDENTITY_ENDPOINT'),
  ...words(
    'ALICLOUD_* ALIBABA_CLOUD_* OCI_* IBMCLOUD_* IC_API_KEY TENCENTCLOUD_* DIGITALOCEAN_* HCLOUD_TOKEN LINODE_TOKEN',
  ),
  ...words('CLOUDFLARE_* HEROKU_API_KEY SCW_* OS_PASSWORD OS_TOKEN'),
  // Registries.
  ...words(
    'NPM_TOKEN NPM_CONFIG_* NODE_AUTH_TOKEN YARN_*TOKEN* PYPI_*TOKEN* TWINE_* CARGO_*TOKEN* GEM_HOST_API_KEY NUGET_*',
  ),
  ...words('DOCKER_* DOCKERHUB_* MAVEN_*PASSWORD* SONATYPE_* ARTIFACTORY_*'),
  // Tools that open something else.
  ...words(
    'SSH_* GIT_* GPG_* VAULT_* KUBE* HELM_* CONSUL_*TOKEN* NOMAD_*TOKEN* TF_TOKEN_* TF_VAR_* TFE_TOKEN PULUMI_*',
  ),
  ...words('OP_*TOKEN* OP_SESSION_* BWS_* DOPPLER_* INFISICAL_* SOPS_* ANSIBLE_VAULT_*'),
  // Proxies may carry credentials, and these change how Node runs.
  ...words('HTTP_PROXY HTTPS_PROXY ALL_PROXY NODE_OPTIONS'),
];

function words(text: string): string[] {
  return text.split(' ');
}
