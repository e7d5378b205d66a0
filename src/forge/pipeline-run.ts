import type { RunNumber } from './comment-marker.ts';

/** The run of a pipeline that a comment comes from. */
export interface PipelineRun {
  /** The name of the pipeline: what its comments are kept under where nobody names another. */
  readonly pipeline: string;
  readonly number: RunNumber | undefined;
  /** Its page, where the environment names one that is a web address. */
  readonly url: string | undefined;
  readonly commit: string | undefined;
}

/** The number of a run and of its attempt, where both are whole numbers. */
export function runNumber(run: string | undefined, attempt: string | undefined): RunNumber | undefined {
  if (!isNumber(run) || !isNumber(attempt)) return undefined;
  return { run: Number(run), attempt: Number(attempt) };
}

/** A web address that can stand in a link as it is; anything else is left out. */
export function webAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/[\w.:@/%~+-]+$/.test(text) && URL.canParse(text)
    ? text
    : undefined;
}

/** The hash of a commit, where it is one. */
export function commitHash(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text);
}
