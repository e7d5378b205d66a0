import type { RunNumber } from './comment-marker.ts';

/** The run of a pipeline that writes a comment. */
export interface PipelineRun {
  /** The name of the pipeline: the default key of its comments. */
  readonly pipeline: string;
  readonly number: RunNumber | undefined;
  /** Its web page; undefined if the environment has no valid URL for it. */
  readonly url: string | undefined;
  readonly commit: string | undefined;
  /** The web page of the files at this commit; undefined if the environment has no valid URL for it. */
  readonly files: string | undefined;
}

/** The number of a run and its attempt; undefined unless both are whole numbers. */
export function runNumber(run: string | undefined, attempt: string | undefined): RunNumber | undefined {
  if (!isNumber(run) || !isNumber(attempt)) return undefined;
  return { run: Number(run), attempt: Number(attempt) };
}

/** A URL that needs no escaping in a Markdown link; undefined for any other text. */
export function webAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/[\w.:@/%~+-]+$/.test(text) && URL.canParse(text)
    ? text
    : undefined;
}

/** The hash of a commit; undefined for any other text. */
export function commitHash(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text);
}
