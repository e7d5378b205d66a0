import { rootCause } from '../model/health.ts';

interface Cause {
  /** Matched against the root cause line of the trace: exception class and message. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * Failures that a restart meets again for as long as nothing else changes. Only what is certain stands here: one
 * restart too many costs little, one that is never tried leaves a connector broken that could run.
 */
const causes: readonly Cause[] = [
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthorizationException\b/,
    reason: 'it is not authorised on Kafka; grant the right, then restart it',
  },
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthenticationException\b/,
    reason: 'Kafka refuses its credentials; correct them, then restart it',
  },
  {
    // A host that cannot be resolved is reported as a ConfigException too, and that passes.
    pattern: /\bcommon\.config\.ConfigException\b(?!.*(resolv|connect|unreachable|refused|time(d )?-?out))/i,
    reason: 'the plugin refuses its configuration; change it in the file',
  },
  {
    // Kafka 3.8 and later: a plugin that makes more tasks than tasks.max fails the connector (KIP-1004).
    pattern: /\bTooManyTasksException\b|has generated \d+ tasks, which is greater than/,
    reason: 'the plugin makes more tasks than tasks.max allows; change it in the file',
  },
  {
    pattern:
      /\b(ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|UnsupportedClassVersionError)\b|Failed to find any class that implements/,
    reason: 'a class is missing on the worker; install it there, which restarts the worker',
  },
  {
    pattern: /\b(UnknownTopicOrPartitionException|InvalidTopicException)\b/,
    reason:
      'a topic is missing or its name is not legal, and Kafka does not create it; create it, then restart it',
  },
  {
    pattern: /Unknown magic byte!|JsonConverter with schemas\.enable requires "schema" and "payload" fields/,
    reason:
      'the converter cannot read a record, which a restart meets again; change the converter or errors.tolerance',
  },
];

/** Why a restart cannot heal what this trace tells, in our words; undefined where it may. */
export function nonRecoverableCause(trace: string): string | undefined {
  const line = rootCause(trace);
  return causes.find((cause) => cause.pattern.test(line))?.reason;
}
