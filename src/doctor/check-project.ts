import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { count } from '../model/count.ts';
import type { CheckGroupView, CheckView } from '../model/doctor-view.ts';
import type { Project } from '../project/load-project.ts';
import { isNoConnectorFiles } from '../project/no-connector-files.ts';
import { ok, warning } from './check.ts';
import { checkGit } from './check-git.ts';
import { checkProblems } from './check-problems.ts';

/** The project file, the connector files, and what Git has of them. `clusters`: how many are checked. */
export async function checkProject(project: Project, clusters: number): Promise<CheckGroupView> {
  const { files, scrub } = project;
  const ofProject = files.diagnostics.filter(({ source }) => isOfProjectFile(project, source?.file));
  const others = files.diagnostics.filter((one) => !ofProject.includes(one) && !isNoConnectorFiles(one));
  return {
    about: 'project',
    name: null,
    checks: [
      ...(ofProject.some((one) => !isNoConnectorFiles(one))
        ? checkProblems(
            'project-file',
            ofProject.filter((one) => !isNoConnectorFiles(one)),
            scrub,
          )
        : [describeProjectFile(project, clusters)]),
      ...(others.length > 0
        ? checkProblems('connector-files', others, scrub)
        : [describeConnectors(project)]),
      ...(await checkGit(project)),
    ],
  };
}

/** Problems without a place concern the project file, or an environment file, as a whole. */
function isOfProjectFile({ files, input }: Project, file: string | undefined): boolean {
  const { directory, varFiles = [] } = input;
  const shown = varFiles.map((one) => displayPath(directory, path.resolve(directory, one)));
  return [undefined, files.project.file, files.connections?.file, ...shown].includes(file);
}

function describeProjectFile({ files: { project } }: Project, clusters: number): CheckView {
  const { file } = project;
  if (file !== undefined) {
    const declared = count(project.clusters.length, 'cluster');
    return project.clusters.length === 0 && clusters === 0
      ? warning(
          'project-file',
          `${file} declares no cluster`,
          'add one under  clusters:, or add --cluster URL',
        )
      : ok('project-file', `${file} declares ${declared}`);
  }
  return clusters > 0
    ? ok('project-file', 'there is none, and none is needed with --cluster URL')
    : warning(
        'project-file',
        'there is no connect-sync.yaml, and no cluster is named',
        'connect-sync init creates one; or add --cluster http://localhost:8083',
      );
}

function describeConnectors({ files: { documents } }: Project): CheckView {
  const places = new Set(documents.map(({ source }) => source.file));
  return documents.length > 0
    ? ok('connector-files', `${count(documents.length, 'connector')} in ${count(places.size, 'file')}`)
    : warning(
        'connector-files',
        'no connector is declared',
        'connect-sync import creates the files of the connectors that run, connect-sync new NAME --class CLASS a new one',
      );
}
