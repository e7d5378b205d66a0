import { loadProject, type ProjectInput } from '../../project/load-project.ts';

/** Whether the project has values of these variables without `--dotenv`: its project file may declare the file with them. */
export async function readsVariables(input: ProjectInput, names: readonly string[]): Promise<boolean> {
  const { files } = await loadProject({ ...input, envFiles: undefined, connectorFiles: 'left-out' });
  return names.every((name) => files.environment.has(name));
}
