import type { UnreadablePlugin, UnreadableReason } from '../model/plugin-snapshot.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';

/** Why a plugin could not be read, from the failure of a request, or from the refusal of a validation as a whole. */
export function whyUnreadable(
  className: string,
  failure: Pick<WorkerFailure, 'verdict' | 'workerMessage'> | Refusal,
  scrub: Scrub,
): UnreadablePlugin {
  const { workerMessage } = failure;
  return {
    className,
    reason: 'verdict' in failure ? reasonOf(failure) : reasonIn(failure.workerMessage),
    workerMessage: workerMessage === undefined ? undefined : scrub(workerMessage),
  };
}

/** What a worker says that cannot validate a config at all. */
export interface Refusal {
  readonly workerMessage: string;
}

function reasonOf({ verdict, workerMessage = '' }: Pick<WorkerFailure, 'verdict' | 'workerMessage'>) {
  if (verdict === 'forbidden' || verdict === 'unauthorised') return 'refused';
  return reasonIn(workerMessage);
}

function reasonIn(message: string): UnreadableReason {
  if (/\bRequest timed out\b/i.test(message)) return 'timeout';
  if (linkage.test(message)) return 'not-loaded';
  return /Failed to find any class|^Unknown plugin|\bnot found\b/.test(message) ? 'not-installed' : 'failed';
}

/** A class, or one that it needs, cannot be loaded. */
const linkage =
  /\b(?:NoClassDefFoundError|ClassNotFoundException|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|UnsupportedClassVersionError|ExceptionInInitializerError|IncompatibleClassChangeError|UnsatisfiedLinkError|VerifyError|LinkageError|ServiceConfigurationError|Could not initialize class)\b/;
