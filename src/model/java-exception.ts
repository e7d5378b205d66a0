/**
 * The exceptions of Java that a worker puts in front of a message, or at the top of a stack trace. Most classes add
 * nothing to the message behind them. Of some the class is the message: `java.lang.NoClassDefFoundError:
 * org/example/Client` says nothing without it (Connect REST contract 7.2, 14).
 */

/** The class of an exception at the start of a text, with the colon behind it. */
const classInFront = /^((?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)): /;

/** Classes without which their message cannot be understood, by their simple names. */
const telling =
  /[.$](?:NoClassDefFound|NoSuchMethod|NoSuchField|AbstractMethod|IllegalAccess|InstantiationE?|IncompatibleClassChange|UnsupportedClassVersion|ClassFormat|ClassCircularity|Verify|Bootstrap\w*|Linkage|UnsatisfiedLink|ExceptionInInitializer|ServiceConfiguration|OutOfMemory|StackOverflow|ClassNotFound|ClassCast|ArrayStore|NoSuchElement|NegativeArraySize|\w*IndexOutOfBounds|NullPointer|NumberFormat|UnsupportedOperation|NoSuchFile|FileNotFound|FileAlreadyExists|AccessDenied|NotDirectory|UnknownHost|NoRouteToHost|VersionedPluginLoading)(?:Exception|Error)$/;

/** Without the classes of exceptions in front that add nothing; one that the message needs stays. */
export function withoutExceptionClass(message: string): string {
  let rest = message;
  for (let found = classInFront.exec(rest); found; found = classInFront.exec(rest)) {
    const said = rest.slice(found[0].length);
    if (telling.test(found[1] ?? '') || isOnlyAName(said)) return rest;
    rest = said;
  }
  return rest;
}

/** A path, a host or a class alone, `null` or nothing: without its exception nobody knows what is wrong with it. */
function isOnlyAName(said: string): boolean {
  const word = said.trim();
  return word === '' || word === 'null' || (/[./\\]/.test(word) && !/\s/.test(word));
}

interface Meaning {
  /** Matched against the message, its exception class included. */
  readonly pattern: RegExp;
  /** What it means; undefined: nothing certain. */
  readonly of: (match: RegExpExecArray, message: string) => string | undefined;
}

const jarMissing = 'a jar is missing on the worker';
const olderKafka = 'this plugin was built for an older Kafka version; it needs a newer release';
const newerKafka = 'this plugin was built for a newer Kafka version than the worker has';
const otherKafka = "this plugin was built for another Kafka version than the worker's";
const jarsDiffer =
  'jars on the worker do not fit together: the plugin was built against another version of a library';

/** The first that fits decides. */
const meanings: readonly Meaning[] = [
  {
    pattern: /\b(?:NoClassDefFoundError|ExceptionInInitializerError)\b.{0,3}Could not initialize class/,
    of: () =>
      'a class of the plugin failed when it was first used; the first failure is in the log of the worker',
  },
  {
    pattern: /\b(?:NoClassDefFoundError|ClassNotFoundException): ([\w./$]+)/,
    of: ([, name = '']) => missingClass(name),
  },
  // The message of the error alone, which some answers consist of: a class as the JVM spells it.
  { pattern: /^(\w+(?:\/\w+)*\/[A-Z][\w$]*)$/, of: ([, name = '']) => missingClass(name) },
  { pattern: /\b(?:NoClassDefFoundError|ClassNotFoundException)\b/, of: () => jarMissing },
  {
    pattern: /\bUnsupportedClassVersionError\b/,
    of: (_, message) =>
      newerJava(
        Number(/class file version (\d+)/.exec(message)?.[1]),
        Number(/ up to (\d+)/.exec(message)?.[1]),
      ),
  },
  {
    pattern:
      /\b(?:NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IllegalAccessError|InstantiationError|IncompatibleClassChangeError|VerifyError|BootstrapMethodError|LinkageError)\b/,
    of: (_, message) => (/\borg[./]apache[./]kafka[./]/.test(message) ? otherKafka : jarsDiffer),
  },
  {
    pattern: /\bServiceConfigurationError\b/,
    of: () => 'a jar on the worker is incomplete, or does not fit the others',
  },
  { pattern: /\bClassFormatError\b/, of: () => 'a jar on the worker is damaged' },
  { pattern: /\bUnsatisfiedLinkError\b/, of: () => 'a native library is missing on the worker' },
  {
    pattern: /\bExceptionInInitializerError\b/,
    of: () => 'a class of the plugin failed when it was first used; the log of the worker has the reason',
  },
  {
    pattern: /\bVersionedPluginLoadingException\b/,
    of: () => 'no installed version fits connector.plugin.version',
  },
  {
    pattern: /\bNullPointerException\b/,
    of: () => 'a fault of the plugin, or a key that it needs without saying so',
  },
  { pattern: /\bOutOfMemoryError\b/, of: () => 'the worker has too little memory' },
];

/** A text of a worker, with what its exception means behind it in parentheses. */
export function withMeaning(message: string): string {
  const meaning = meaningOf(message);
  return meaning === undefined || message.endsWith(`(${meaning})`) ? message : `${message} (${meaning})`;
}

/** Both in our words, for places that quote nothing: `NoClassDefFoundError: a jar is missing on the worker`. */
export function exceptionWithMeaning(message: string): string | undefined {
  const meaning = meaningOf(message);
  const exception = /\b[A-Z]\w*(?:Exception|Error)\b/.exec(message)?.[0];
  return meaning && exception ? `${exception}: ${meaning}` : meaning;
}

function meaningOf(message: string): string | undefined {
  for (const { pattern, of } of meanings) {
    const match = pattern.exec(message);
    if (match) return of(match, message);
  }
  return undefined;
}

function missingClass(name: string): string {
  const kafka = /^org[./]apache[./]kafka[./](.+)$/.exec(name)?.[1]?.replaceAll('/', '.');
  // KAFKA-20297: Kafka 4.4 moved about 30 classes of this package one level down.
  if (kafka?.startsWith('common.utils.internals.')) return newerKafka;
  if (kafka?.startsWith('common.utils.')) return olderKafka;
  // Kafka 4.0 left the namespace of Java EE.
  if (/^javax[./]ws[./]rs[./]/.test(name)) return olderKafka;
  return kafka &&
    /^(?:common|clients|connect\.(?:connector|source|sink|data|errors|util|storage|runtime)|server)\./.test(
      kafka,
    )
    ? otherKafka
    : jarMissing;
}

/** Version 52 of class files belongs to Java 8. */
function newerJava(built: number, known: number): string {
  const needs = built >= 52 ? `: it needs Java ${built - 44}` : '';
  const has = needs && known >= 52 ? `, and the worker runs on Java ${known - 44}` : '';
  return `the plugin was built for a newer Java${needs}${has}`;
}
