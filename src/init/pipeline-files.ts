import type { ProjectFile } from './project-files.ts';
import type { Settings } from './settings.ts';
import { readTemplate, type TemplateFile } from './templates.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** The pipeline of a forge: the workflows of this repository, adapted to the cluster of the project. */
export async function pipelineFiles(settings: Settings): Promise<readonly ProjectFile[]> {
  switch (settings.forge) {
    case 'github':
      return Promise.all([...workflows(settings), ...actionFiles(settings)]);
    case 'gitlab':
      return [await gitlabTemplate(settings), gitlabPipeline(settings)];
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

function actionFiles({ version }: Settings): Promise<ProjectFile>[] {
  const purpose = 'the action that the workflows run';
  const folder = '.github/actions/connect-sync';
  const asIs = (['install.sh', 'run.sh'] as const).map(async (name) => ({
    path: `${folder}/${name}`,
    text: await readTemplate(`${folder}/${name}`),
    purpose,
  }));
  const action = async () => ({
    path: `${folder}/action.yml`,
    // Without a version the action builds connect-sync from its own repository, which is not there.
    text: adapt(await readTemplate(`${folder}/action.yml`), [
      [
        /^( {2}version:\n {4}description: A version of the npm package); by default.*\n {4}default: ''$/m,
        (_, start = '') => `${start}\n    default: '${version}'`,
      ],
    ]),
    purpose,
  });
  return [action(), ...asIs];
}

const gitlabFile = '.gitlab/connect-sync.gitlab-ci.yml' satisfies TemplateFile;

async function gitlabTemplate({ version }: Settings): Promise<ProjectFile> {
  return {
    path: gitlabFile,
    text: adapt(await readTemplate(gitlabFile), [
      [/^(# {5}- )project: .*\n# {7}file: (.*)$/m, (_, start = '', file = '') => `${start}local: ${file}`],
      [/^(#? +CONNECT_SYNC_VERSION: )latest$/m, (_, start = '') => `${start}'${version}'`],
    ]),
    purpose: 'jobs for plan, apply and drift',
  };
}

function gitlabPipeline({ clusterName }: Settings): ProjectFile {
  const include = `include:\n  - local: /${gitlabFile}\n`;
  return {
    path: '.gitlab-ci.yml',
    text:
      '# Never write credentials here: declare masked CI/CD variables in the project.\n' +
      `${include}variables:\n  CONNECT_SYNC_CLUSTER: ${yamlScalar(clusterName)}\n`,
    purpose: 'includes these jobs',
    lacks: (existing) =>
      existing.includes(gitlabFile)
        ? undefined
        : `to run the jobs, add to  include:  - local: /${gitlabFile}`,
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
