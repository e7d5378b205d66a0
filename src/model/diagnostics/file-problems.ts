import { configProblems } from './config-problems.ts';
import { layerProblems } from './layer-problems.ts';
import { namingProblems } from './naming-problems.ts';
import { projectProblems } from './project-problems.ts';
import { schemaProblems } from './shape-problems.ts';
import { sourceProblems } from './source-problems.ts';
import { valueProblems } from './value-problems.ts';

/** What can be wrong in project and connector files, and in the places they are read from. */
export const fileProblems = {
  ...sourceProblems,
  ...schemaProblems,
  ...namingProblems,
  ...valueProblems,
  ...configProblems,
  ...layerProblems,
  ...projectProblems,
};
