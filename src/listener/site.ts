/** What a listener serves: texts that are redacted already. All of it is made anew for every request. */
export interface Site {
  /** The page as HTML. `query`: without the question mark, as it was sent. */
  page(query: string): string;
  /** The state as JSON. */
  status(): string;
  /** The metrics in the format that the header `Accept` prefers. */
  metrics(accept: string | undefined): Promise<{ readonly contentType: string; readonly body: string }>;
  /** `reasons`: one line each, of a controller that is not ready. */
  readiness(): { readonly ready: boolean; readonly reasons: readonly string[] };
  /** Starts a run, or makes one follow the run that is under way. Called once a second at most. */
  trigger(): void;
}
