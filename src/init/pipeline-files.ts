import type { NewFile, Settings } from './settings.ts';
import { readTemplate, type TemplateFile } from './templates.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** The pipeline of a forge as files: the ready-made ones, with the project's cluster, and without the stand-in for it. */
export async function pipelineFile(settings: Settings): Promise<readonly NewFile[]> {
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
  plan: 'tells a pull request what it would change',
  apply: 'applies what is pushed to main',
  drift: 'opens an issue where somebody changed the cluster',
} as const;

function workflows({ clusterName }: Settings): Promise<NewFile>[] {
  return (['plan', 'apply', 'drift'] as const).map(async (name) => ({
    path: `.github/workflows/connect-sync-${name}.yml`,
    text: changed(await readTemplate(`.github/workflows/${name}.yml`), [
      // Others may have a plan and an apply of their own.
      [/^name: (\w+)$/m, (_, title = '') => `name: connect-sync ${title.toLowerCase()}`],
      [/^ {6}CONNECT_SYNC_CLUSTER: http:.*\n/m, () => ownCluster(clusterName)],
      [/^ {6}- name: Start a worker to stand in .*\n(?: {8}.*\n)+/m, () => ''],
      [/^ +arguments: \|\n +--env-file\n +connectors\/\.env\.example\n(?! {12})/gm, () => '', 'maybe'],
      [/^ +--env-file\n +connectors\/\.env\.example\n/gm, () => '', 'maybe'],
      [/ --env-file connectors\/\.env\.example/g, () => '', 'maybe'],
    ]),
    purpose: purposes[name],
  }));
}

function ownCluster(name: string): string {
  return (
    `      CONNECT_SYNC_CLUSTER: ${yamlScalar(name)}\n` +
    '      # CONNECT_PASSWORD: ${{ secrets.CONNECT_PASSWORD }}\n'
  );
}

function actionFiles({ version }: Settings): Promise<NewFile>[] {
  const purpose = 'what the workflows run';
  const folder = '.github/actions/connect-sync';
  const asIs = (['install.sh', 'run.sh'] as const).map(async (name) => ({
    path: `${folder}/${name}`,
    text: await readTemplate(`${folder}/${name}`),
    purpose,
  }));
  const action = async () => ({
    path: `${folder}/action.yml`,
    // Beside it lies no connect-sync that could be built.
    text: changed(await readTemplate(`${folder}/action.yml`), [
      [
        /^( {2}version:\n {4}description: A version of the npm package)\. Left out.*\n {4}default: ''$/m,
        (_, start = '') => `${start}\n    default: '${version}'`,
      ],
    ]),
    purpose,
  });
  return [action(), ...asIs];
}

const gitlabFile = '.gitlab/connect-sync.gitlab-ci.yml' satisfies TemplateFile;

async function gitlabTemplate({ version }: Settings): Promise<NewFile> {
  return {
    path: gitlabFile,
    text: changed(await readTemplate(gitlabFile), [
      [/^(# {5}- )project: .*\n# {7}file: (.*)$/m, (_, start = '', file = '') => `${start}local: ${file}`],
      [/^(#? +CONNECT_SYNC_VERSION: )latest$/m, (_, start = '') => `${start}'${version}'`],
    ]),
    purpose: 'plan, apply and drift as jobs',
  };
}

function gitlabPipeline({ clusterName }: Settings): NewFile {
  const include = `include:\n  - local: /${gitlabFile}\n`;
  return {
    path: '.gitlab-ci.yml',
    text:
      '# Credentials are masked variables of the project, never written here.\n' +
      `${include}variables:\n  CONNECT_SYNC_CLUSTER: ${yamlScalar(clusterName)}\n`,
    purpose: 'includes them',
    lacks: (existing) =>
      existing.includes(gitlabFile)
        ? undefined
        : `to run the jobs, add to its  include:  - local: /${gitlabFile}`,
  };
}

type Replacement = readonly [pattern: RegExp, by: (...found: string[]) => string, presence?: 'maybe'];

/**
 * A text with each replacement made.
 *
 * @throws Error where a place is missing that has to be there: the ready-made file and this one went apart
 */
function changed(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((before, [pattern, by, presence]) => {
    const after = before.replace(pattern, by);
    if (after === before && presence !== 'maybe') throw new Error(`a ready-made file lacks ${pattern}`);
    return after;
  }, text);
}
