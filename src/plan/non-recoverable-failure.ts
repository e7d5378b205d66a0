import { rootCause } from '../model/health.ts';
import { exceptionWithMeaning } from '../model/java-exception.ts';

interface Cause {
  /** Matched against the root cause line of the trace: exception class and message. */
  readonly pattern: RegExp;
  readonly reason: string | ((line: string) => string);
}

/**
 * Failures that a restart cannot fix. The list contains only certain ones: an unnecessary restart costs little, and a
 * missing one leaves a connector FAILED that could run.
 */
const causes: readonly Cause[] = [
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthorizationException\b/,
    reason: 'it is not authorized in Kafka; grant the permission, then restart it',
  },
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthenticationException\b/,
    reason: 'Kafka rejects its credentials; fix them, then restart it',
  },
  {
    // A host that cannot be resolved is reported as a ConfigException too, and that passes.
    pattern: /\bcommon\.config\.ConfigException\b(?!.*(resolv|connect|unreachable|refused|time(d )?-?out))/i,
    reason: 'the plugin rejects its configuration; change it in the file',
  },
  {
    // Kafka 3.8 and later: a plugin that makes more tasks than tasks.max fails the connector (KIP-1004).
    pattern: /\bTooManyTasksException\b|has generated \d+ tasks, which is greater than/,
    reason: 'the plugin creates more tasks than tasks.max allows; change it in the file',
  },
  {
    pattern:
      /\b(ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|ServiceConfigurationError|UnsupportedClassVersionError)\b|Failed to find any class that implements/,
    reason: (line) =>
      `${exceptionWithMeaning(line) ?? 'a class is missing on the worker'}; install what fits there, which restarts the worker`,
  },
  {
    pattern: /\bVersionedPluginLoadingException\b/,
    reason: 'no installed version fits connector.plugin.version; install it, or change the key in the file',
  },
  {
    pattern: /\b(UnknownTopicOrPartitionException|InvalidTopicException)\b/,
    reason:
      'a topic is missing or its name is invalid, and Kafka does not create it; create it, then restart it',
  },
  {
    pattern: /Unknown magic byte!|JsonConverter with schemas\.enable requires "schema" and "payload" fields/,
    reason:
      'the converter cannot read a record, and will not after a restart; change the converter or errors.tolerance',
  },
];

/** Why a restart cannot fix the failure of this trace, in our words; undefined where it may. */
export function nonRecoverableCause(trace: string): string | undefined {
  const line = rootCause(trace);
  const reason = causes.find((cause) => cause.pattern.test(line))?.reason;
  return typeof reason === 'function' ? reason(line) : reason;
}
