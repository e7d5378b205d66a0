/**
 * The CI system that runs this process, by the variables that it sets; undefined outside of CI. The list is that of the
 * package ci-info 4.5.0, extended. The package itself is not used, because it reads the environment of the process when
 * it is loaded, and because `CI=false` hides every vendor from it. A variable that is empty, `0` or `false` is not set.
 */
export function detectCi(environment: ReadonlyMap<string, string>): string | undefined {
  const isSet = (name: string) => !/^(?:|0|false|no|off)$/i.test(environment.get(name)?.trim() ?? '');
  const vendor = vendors.find(([, ...names]) => names.some(isSet));
  if (vendor) return vendor[0];
  const pair = together.find(([, ...names]) => names.every(isSet));
  if (pair) return pair[0];
  const generic = genericVariables.find(isSet);
  return generic === undefined ? undefined : `the environment variable ${generic}`;
}

/** Vendors, and variables of which each one suffices. */
const vendors: readonly (readonly [string, ...string[]])[] = [
  ['GitHub Actions', 'GITHUB_ACTIONS'],
  ['GitLab CI', 'GITLAB_CI'],
  ['Jenkins', 'JENKINS_URL', 'JENKINS_HOME', 'HUDSON_URL', 'HUDSON_HOME'],
  ['Azure Pipelines', 'TF_BUILD', 'SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'],
  ['Bitbucket Pipelines', 'BITBUCKET_COMMIT', 'BITBUCKET_BUILD_NUMBER', 'BITBUCKET_PIPELINE_UUID'],
  ['CircleCI', 'CIRCLECI'],
  ['Buildkite', 'BUILDKITE'],
  ['TeamCity', 'TEAMCITY_VERSION'],
  ['Travis CI', 'TRAVIS'],
  ['AWS CodeBuild', 'CODEBUILD_BUILD_ARN', 'CODEBUILD_BUILD_ID'],
  ['Google Cloud Build', 'BUILDER_OUTPUT'],
  ['Agola CI', 'AGOLA_GIT_REF'],
  ['Alpic', 'ALPIC_HOST'],
  ['Appcircle', 'AC_APPCIRCLE'],
  ['AppVeyor', 'APPVEYOR'],
  ['Argo Workflows', 'ARGO_NODE_ID', 'ARGO_WORKFLOW_NAME', 'ARGO_CONTAINER_NAME'],
  ['Bamboo', 'bamboo_planKey', 'bamboo_buildKey', 'bamboo_buildNumber', 'BAMBOO_BUILDKEY'],
  ['Bitrise', 'BITRISE_IO', 'BITRISE_BUILD_NUMBER'],
  ['Buddy', 'BUDDY_WORKSPACE_ID', 'BUDDY_EXECUTION_ID'],
  ['Capawesome Cloud', 'CAPAWESOME_CLOUD'],
  ['Cirrus CI', 'CIRRUS_CI'],
  ['Cloudflare Pages', 'CF_PAGES'],
  ['Cloudflare Workers', 'WORKERS_CI'],
  ['Codefresh', 'CF_BUILD_ID'],
  ['Codemagic', 'CM_BUILD_ID', 'FCI_BUILD_ID'],
  ['Concourse', 'ATC_EXTERNAL_URL', 'BUILD_PIPELINE_NAME'],
  ['Drone', 'DRONE', 'DRONE_BUILD_NUMBER'],
  ['dsari', 'DSARI'],
  ['Earthly', 'EARTHLY_CI'],
  ['Expo Application Services', 'EAS_BUILD'],
  ['Forgejo Actions', 'FORGEJO_ACTIONS'],
  ['Gerrit', 'GERRIT_PROJECT'],
  ['Gitea Actions', 'GITEA_ACTIONS'],
  ['GoCD', 'GO_PIPELINE_LABEL', 'GO_PIPELINE_NAME', 'GO_PIPELINE_COUNTER'],
  ['Harness CI', 'HARNESS_BUILD_ID'],
  ['LayerCI', 'LAYERCI'],
  ['Magnum CI', 'MAGNUM'],
  ['Netlify CI', 'NETLIFY'],
  ['Nevercode', 'NEVERCODE'],
  ['Prow', 'PROW_JOB_ID'],
  ['ReleaseHub', 'RELEASE_BUILD_ID'],
  ['Render', 'RENDER'],
  ['RWX', 'RWX'],
  ['Sail CI', 'SAILCI'],
  ['Screwdriver', 'SCREWDRIVER'],
  ['Semaphore', 'SEMAPHORE', 'SEMAPHORE_WORKFLOW_ID'],
  ['Strider CD', 'STRIDER'],
  ['Tekton', 'TEKTON_PIPELINE_RUN', 'TEKTON_TASK_RUN', 'PIPELINERUN_NAME', 'TEKTON_RESOURCE_NAME'],
  ['Vela', 'VELA'],
  ['Vercel', 'NOW_BUILDER', 'VERCEL'],
  ['Visual Studio App Center', 'APPCENTER_BUILD_ID'],
  ['Woodpecker', 'CI_PIPELINE_NUMBER', 'WOODPECKER'],
  ['Xcode Cloud', 'CI_XCODE_PROJECT', 'CI_XCODE_CLOUD'],
  ['Xcode Server', 'XCS'],
];

/** Variables that only together are those of a CI system. */
const together: readonly (readonly [string, ...string[]])[] = [['TaskCluster', 'TASK_ID', 'RUN_ID']];

/** Several systems set these, also ones that are not listed above. */
const genericVariables: readonly string[] = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'BUILD_ID',
  'BUILD_NUMBER',
  'BUILD_BUILDID',
  'CI_APP_ID',
  'CI_BUILD_ID',
  'CI_BUILD_NUMBER',
  'CI_JOB_ID',
  'CI_NAME',
  'CI_PIPELINE_ID',
  'RUN_ID',
];
