import type { Request } from './endpoints.ts';

/** What was to be done, and by which request. */
export type Subject = Pick<Request, 'endpoint' | 'method' | 'purpose' | 'access' | 'since' | 'setting'>;

/** What a sentence about a failure needs to know besides the failure itself. */
export interface Setting {
  readonly request: Subject;
  readonly hasCredentials: boolean;
  readonly hasProxy: boolean;
}

/** Why an attempt failed, to go behind the URL, and what to do next, as a sentence of its own. */
export interface FailureText {
  readonly why: string;
  readonly next: string | undefined;
}

/** What to do where the other end is no worker. */
export const checkUrl =
  'Check that the URL leads to the REST API of Kafka Connect, with the path in front of /connectors.';
