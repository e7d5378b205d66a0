import type { ProjectFile } from './project-files.ts';
import { checksumRemark, type ReleaseInstall } from './release-install.ts';
import type { Settings } from './settings.ts';
import { readTemplate } from './templates.ts';
import { yamlScalar } from './yaml-scalar.ts';

const actionFile = '.github/actions/connect-sync/action.yml';

const gitlabFile = '.gitlab/connect-sync.gitlab-ci.yml';

/** The file in which a person changes what the pipeline installs. */
export const installSetting = { github: actionFile, gitlab: '.gitlab-ci.yml' } as const;

/** The pipeline of a forge: the workflows of this repository, adapted to the cluster of the project. */
export async function pipelineFiles(settings: Settings): Promise<readonly ProjectFile[]> {
  switch (settings.forge) {
    case 'github':
      return Promise.all([...workflows(settings), ...actionFiles(settings)]);
    case 'gitlab':
      return [await gitlabTemplate(), gitlabPipeline(settings)];
    case 'none':
      return [];
  }
}

const purposes = {
  plan: 'comments the plan on a pull request',
  apply: 'applies the main branch',
  drift: 'opens an issue if the cluster drifts',
} as const;

function workflows({ clusterName }: Settings): Promise<ProjectFile>[] {
  return (['plan', 'apply', 'drift'] as const).map(async (name) => ({
    path: `.github/workflows/connect-sync-${name}.yml`,
    text: adapt(await readTemplate(`.github/workflows/${name}.yml`), [
      // The repository may already have workflows called plan and apply.
      [/^name: (\w+)$/m, (_, title = '') => `name: connect-sync ${title.toLowerCase()}`],
      [/^( +uses: )\.\/$/gm, (_, start = '') => `${start}./.github/actions/connect-sync`],
      [/^ {6}CONNECT_SYNC_CLUSTER: http:.*\n/m, () => clusterVariable(clusterName)],
      [/^ {6}- name: Start a sandbox worker .*\n(?: {8}.*\n)+/m, () => ''],
      [/^ +arguments: \|\n +--dotenv\n +connectors\/\.env\.example\n(?! {12})/gm, () => '', 'optional'],
      [/^ +--dotenv\n +connectors\/\.env\.example\n/gm, () => '', 'optional'],
      [/ --dotenv connectors\/\.env\.example/g, () => '', 'optional'],
    ]),
    purpose: purposes[name],
  }));
}

function clusterVariable(name: string): string {
  return (
    `      CONNECT_SYNC_CLUSTER: ${yamlScalar(name)}\n` +
    '      # CONNECT_PASSWORD: ${{ secrets.CONNECT_PASSWORD }}\n'
  );
}

/** The action is copied, so that the commit of the project says what runs. */
function actionFiles({ install }: Settings): Promise<ProjectFile>[] {
  const purpose = 'the action that the workflows run';
  const folder = '.github/actions/connect-sync';
  const asIs = (['install.sh', 'install-release.sh', 'run.sh'] as const).map(async (name) => ({
    path: `${folder}/${name}`,
    text: await readTemplate(`deploy/action/${name}`),
    purpose,
  }));
  const action = async () => ({
    path: actionFile,
    text: adapt(await readTemplate('action.yml'), [
      [/"\$GITHUB_ACTION_PATH\/deploy\/action\//g, () => '"$GITHUB_ACTION_PATH/'],
      // The sources of connect-sync are not there.
      [/; source builds the commit of this action$/m, () => ''],
      ...installInputs(install).map(
        ([name, value]): Replacement => [
          new RegExp(`^( {2}${name}:\\n {4}description: .*\\n {4}default: ).*$`, 'm'),
          (_, start = '') => `${start}'${value}'`,
          'optional',
        ],
      ),
    ]),
    purpose,
    lacks: lacksChecksum(install),
  });
  return [action(), ...asIs];
}

/** The inputs of the action and of the GitLab template that say what is installed; an empty URL is that of GitHub. */
function installInputs(install: ReleaseInstall): [name: string, value: string][] {
  const { kind, version, sha256, releaseUrl } = install;
  return [
    ['install', kind],
    ['version', version],
    ['sha256', sha256],
    ['release-url', releaseUrl],
  ];
}

/** What an existing file lacks from which nothing can be installed. */
function lacksChecksum(install: ReleaseInstall): (existing: string) => string | undefined {
  return (existing) =>
    /\bsha256:(?: *|\n.*\n +default: *)['"]?[0-9a-f]{64}\b/i.test(existing)
      ? undefined
      : checksumRemark(install, 'sha256 is not set');
}

async function gitlabTemplate(): Promise<ProjectFile> {
  return {
    path: gitlabFile,
    text: adapt(await readTemplate('templates/connect-sync.yml'), [
      [
        /^(# Plans on .*)\. A GitLab CI\/CD component:\n(?:#.*\n)+?#\n(?=# CONNECT_SYNC_ENV)/m,
        (_, start = '') => `${start}.\n#\n`,
      ],
    ]),
    purpose: 'jobs for plan, apply and drift',
  };
}

/** The image of the jobs: it has what `install-release.sh` and the jobs need. */
const gitlabImages = {
  tarball: undefined,
  binary: 'buildpack-deps:stable-scm',
  image: 'docker:cli',
} as const;

function gitlabPipeline({ clusterName, install }: Settings): ProjectFile {
  const image = gitlabImages[install.kind];
  const inputs = [
    ['cluster', clusterName],
    ...installInputs(install).filter(([name, value]) => value !== '' || name === 'sha256'),
    ...(image === undefined ? [] : [['image', image]]),
  ].map(([name = '', value = '']) => `${name}: ${yamlScalar(value)}`);
  return {
    path: '.gitlab-ci.yml',
    text:
      '# Never write credentials here: declare masked CI/CD variables in the project.\n' +
      `include:\n  - local: /${gitlabFile}\n    inputs:\n${inputs.map((line) => `      ${line}\n`).join('')}`,
    purpose: 'includes these jobs',
    lacks: (existing) =>
      existing.includes(gitlabFile)
        ? lacksChecksum(install)(existing)
        : `to run the jobs, add to  include:  - { local: /${gitlabFile}, inputs: { ${inputs.join(', ')} } }`,
  };
}

type Replacement = readonly [pattern: RegExp, replace: (...match: string[]) => string, presence?: 'optional'];

/**
 * The text with every replacement made.
 *
 * @throws Error if a required pattern is missing: the template changed and this file did not
 */
function adapt(template: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((before, [pattern, replace, presence]) => {
    const after = before.replace(pattern, replace);
    if (after === before && presence !== 'optional') throw new Error(`the template lacks ${pattern}`);
    return after;
  }, template);
}
