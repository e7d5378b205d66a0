import { configProblems } from './config-problems.ts';
import { layerProblems } from './layer-problems.ts';
import { namingProblems } from './naming-problems.ts';
import { projectProblems } from './project-problems.ts';
import { referenceProblems } from './reference-problems.ts';
import { schemaProblems } from './schema-problems.ts';
import { sourceProblems } from './source-problems.ts';
import { syntaxProblems } from './syntax-problems.ts';
import { valueProblems } from './value-problems.ts';

/** Problems of project and connector files, and of the settings that they refer to. */
export const fileProblems = {
  ...sourceProblems,
  ...syntaxProblems,
  ...schemaProblems,
  ...namingProblems,
  ...referenceProblems,
  ...valueProblems,
  ...configProblems,
  ...layerProblems,
  ...projectProblems,
};
