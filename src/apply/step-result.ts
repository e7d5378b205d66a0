import type { LiveConnector } from '../model/live-connector.ts';
import type { OutcomeKind } from '../model/outcome.ts';
import type { Shutdown } from './shutdown.ts';

/** Why a step ended before all of it was done. */
export interface Ended {
  readonly kind: Exclude<OutcomeKind, 'applied' | 'unchanged' | 'skipped'>;
  readonly reason: string;
  /** The worker's own words: untrusted. */
  readonly workerMessage: string | undefined;
}

/** It was not begun, because the run ends early. */
export function notStarted(stopping: Pick<Shutdown, 'describe'>): Ended {
  return { kind: 'not-started', reason: stopping.describe(), workerMessage: undefined };
}

/** What came of one step, before its health is known. */
export interface StepResult {
  readonly kind: Exclude<OutcomeKind, 'skipped'>;
  readonly reason: string | undefined;
  readonly workerMessage: string | undefined;
  /** At least one of its calls was certainly carried out. */
  readonly wrote: boolean;
  /** The connector exists by this run. */
  readonly created: boolean;
  /** The connector as it was right before the first call was sent; undefined: not there, or nothing was sent. */
  readonly before: LiveConnector | undefined;
}

/** The course of one step, noted while it runs, so that it can be told however it ends. */
export class StepProgress {
  readonly #callsInAll: number;
  readonly #notes: string[] = [];
  #workerMessage: string | undefined;
  #before: LiveConnector | undefined;
  #sent = false;
  #calls = 0;
  #created = false;
  #isSending = false;

  constructor(callsInAll: number) {
    this.#callsInAll = callsInAll;
  }

  /** A call is about to be sent; `live` is what the look before it saw. */
  sending(live: LiveConnector | undefined): void {
    if (!this.#sent) this.#before = live;
    this.#sent = true;
    this.#isSending = true;
  }

  /** The call was answered, with success or not. */
  answered(): void {
    this.#isSending = false;
  }

  /** The call was carried out. */
  carriedOut(result: { readonly created: boolean }): void {
    this.#calls += 1;
    this.#created ||= result.created;
  }

  /** Something worth telling about a call that was carried out. */
  note(text: string, workerMessage?: string): void {
    this.#notes.push(text);
    this.#workerMessage ??= workerMessage;
  }

  /** All calls are done, or none was needed. */
  finish(): StepResult {
    return {
      ...this.#facts(),
      kind: this.#calls > 0 ? 'applied' : 'unchanged',
      reason: this.#notes.length > 0 ? this.#notes.join('; ') : undefined,
      workerMessage: this.#workerMessage,
    };
  }

  /** It ended before. */
  end(ended: Ended): StepResult {
    const isPart = this.#calls > 0 && this.#callsInAll > 1;
    const part = isPart ? [`of its ${this.#callsInAll} calls ${this.#calls} came about`] : [];
    return {
      ...this.#facts(),
      kind: ended.kind,
      reason: [ended.reason, ...part, ...this.#notes].join('; '),
      workerMessage: ended.workerMessage ?? this.#workerMessage,
    };
  }

  /** Something was thrown that no worker causes: a call that was under way may have been carried out. */
  endUnexpectedly(): StepResult {
    const kind = this.#isSending ? 'unknown' : 'failed';
    return this.end({ kind, reason: 'an unexpected error ended it', workerMessage: undefined });
  }

  #facts() {
    return { wrote: this.#calls > 0, created: this.#created, before: this.#before };
  }
}
