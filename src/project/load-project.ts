import type { LoadedPolicies } from '../desired/load-policies.ts';
import type { LoadedVars } from '../desired/load-var-files.ts';
import { type ProjectFiles, readProject } from '../desired/read-project.ts';
import { asStrict, type Diagnostic } from '../model/diagnostic.ts';
import type { SecretStore } from '../model/known-secrets/secret-store.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import type { Vars } from '../model/project.ts';
import { makeScrub, type Scrub } from '../model/redaction/scrub.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';

/** Where a project is, and what this run adds to it. */
export interface ProjectInput {
  /** The directory to work in, absolute. */
  readonly directory: string;
  /** Relative to the directory; left out: connect-sync.yaml where it exists. */
  readonly projectFile?: string | undefined;
  /** Relative to the directory: the project file that decides about clusters and ownership. */
  readonly trustedProject?: string | undefined;
  /** The environment variables; they win over the environment files. */
  readonly environment: ReadonlyMap<string, string>;
  /** The version of connect-sync, for `requires` in the project file. */
  readonly version: string;
  /**
   * Files in dotenv format, relative to the directory; of several the later wins. Left out: those that the environment
   * variable CONNECT_SYNC_DOTENV lists, or else `dotenv` of the project file.
   */
  readonly envFiles?: readonly string[] | undefined;
  /** `--var`: they win over the variables of the project and of its clusters. */
  readonly vars?: Vars | undefined;
  /** `--var-file`, relative to the directory: `vars` wins over them, and of several the later. */
  readonly varFiles?: readonly string[] | undefined;
  /** Treat warnings as errors. */
  readonly strict?: boolean | undefined;
  /** Caps each request and all waiting for one cluster. */
  readonly timeoutMilliseconds?: number | undefined;
  /** `left-out`: only the project file is read, which takes the same time however many connector files there are. */
  readonly connectorFiles?: 'left-out' | undefined;
  /** The policies in place of those of the project: a folder, or `REF` or `REF:FOLDER` of Git. */
  readonly policies?: string | undefined;
  /** Left out: the secrets of earlier readings are not known. */
  readonly secrets?: SecretStore | undefined;
}

/** A loaded project. */
export interface Project {
  /** Its `vars` include those of `varFiles`. */
  readonly input: ProjectInput;
  readonly files: ProjectFiles;
  /** Every secret found so far; redactors and connections add to it. */
  readonly secrets: KnownSecrets;
  /** Makes foreign text fit to be shown; it knows the secrets as they are found. */
  readonly scrub: Scrub;
}

/** Loads a project. Its problems are collected in `files.diagnostics`, not thrown. */
export async function loadProject(input: ProjectInput): Promise<Project> {
  const [fromFiles, policies] = await Promise.all([readVarFiles(input), readPolicies(input)]);
  const read = await readProject({
    directory: input.directory,
    projectFile: input.projectFile,
    trustedProject: input.trustedProject,
    environment: input.environment,
    envFiles: input.envFiles,
    connectSyncVersion: input.version,
    connectorFiles: input.connectorFiles,
    policies,
  });
  const files = { ...read, diagnostics: [...fromFiles.diagnostics, ...read.diagnostics] };
  const secrets = new KnownSecrets(input.secrets);
  learnEnvironment({ files, secrets });
  const vars = new Map([...fromFiles.vars, ...(input.vars ?? [])]);
  return { input: { ...input, vars }, files, secrets, scrub: makeScrub(secrets) };
}

/**
 * The project for one of many runs, each of which reads other configurations. Secrets of its cluster that the run learns
 * are kept as long as the store of the project keeps them.
 */
export function forOneRun(project: Project): Project {
  const secrets = project.secrets.copy();
  return { ...project, secrets, scrub: makeScrub(secrets) };
}

async function readVarFiles({ directory, varFiles = [] }: ProjectInput): Promise<LoadedVars> {
  if (varFiles.length === 0) return { vars: new Map(), diagnostics: [] };
  const { loadVarFiles } = await import('../desired/load-var-files.ts');
  return loadVarFiles(directory, varFiles);
}

/** Git is read only where a person names a commit. */
async function readPolicies({
  policies,
  ...input
}: ProjectInput): Promise<string | LoadedPolicies | undefined> {
  if (policies === undefined) return undefined;
  const { choosePolicies } = await import('./chosen-policies.ts');
  return choosePolicies({ ...input, policies });
}

/** Diagnostics with the severity that they have in this run: with `strict`, a warning is an error. */
export function applyStrict(
  { input }: Pick<Project, 'input'>,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  return input.strict === true ? asStrict(diagnostics) : diagnostics;
}

/** The variable that holds the key which seals saved plans. */
export const planKeyVariable = 'CONNECT_SYNC_PLAN_KEY';

/** The variable that holds the key of fingerprints of secrets. */
const fingerprintKeyVariable = 'CONNECT_SYNC_FINGERPRINT_KEY';

/** Learns the secrets of the environment: a variable that no file refers to any more may still be one, as its name shows. */
export function learnEnvironment({ files, secrets }: Pick<Project, 'files' | 'secrets'>): void {
  for (const [name, value] of files.environment) {
    if ((saysSecret(name) && !directories.has(name)) || ourKeys.has(name)) secrets.learn(value);
  }
}

const ourKeys: ReadonlySet<string> = new Set([planKeyVariable, fingerprintKeyVariable]);

/** The working directory; `PWD` would pass for a password. */
const directories: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);
