import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { withMeaning } from '../model/java-exception.ts';
import type { Validation } from '../model/plugin.ts';
import { classKey } from '../model/plugin-choice-keys.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import { holdsReference } from '../model/redaction/provider-reference.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { assessValidation } from '../plan/assess-validation.ts';
import { missingClass } from '../plugins/find-missing-classes.ts';
import { unloaded } from '../plugins/find-unloaded-classes.ts';
import type { UpgradeFinding } from '../plugins/upgrade-finding.ts';

/** What the target's validation says about a connector. */
export interface Assessment {
  readonly findings: readonly UpgradeFinding[];
  /** Objections that another environment may cause and no version: a database that cannot be reached, a secret that is not there. */
  readonly inconclusive: readonly string[];
}

/** A validated connector, and what is known about it. */
export interface ValidatedConnector {
  readonly name: string;
  /** As it was sent. */
  readonly config: Config;
  readonly validation: Validation;
  readonly declared: PresentConnector | undefined;
  readonly redactor: Redactor;
  readonly scrub: Scrub;
}

/** Sorts the objections of the target: what the upgrade breaks, and what only the place of the target may cause. */
export function assessRefusal(connector: ValidatedConnector): Assessment {
  const { name, config, validation, scrub } = connector;
  const desired = asDesired(connector);
  const change = { kind: 'create', name: desired.name, desired, target: config } as const;
  const findings: UpgradeFinding[] = [];
  const inconclusive: string[] = [];
  for (const problem of assessValidation({ change }, validation)) {
    const found = readProblem(problem, scrub.about(name));
    if (!found) continue;
    if (isInconclusive(found, connector)) inconclusive.push(sentenceOf(found));
    else findings.push(toFinding(found, config));
  }
  return { findings, inconclusive };
}

interface Objection {
  readonly key: string | undefined;
  readonly message: string;
  /** The class that is not installed, and the nearest one. */
  readonly missing: { readonly near: string | undefined } | undefined;
}

function readProblem({ code, args }: Diagnostic, scrub: (text: string) => string): Objection | undefined {
  if (code === 'plugin-not-installed') {
    const near = args['near'];
    return {
      key: 'connector.class',
      message: '',
      missing: { near: typeof near === 'string' ? near : undefined },
    };
  }
  if (code !== 'rejected-by-worker' && code !== 'config-rejected') return undefined;
  const key = args['key'];
  return {
    key: typeof key === 'string' ? key : undefined,
    message: scrub(String(args['workerMessage'] ?? '')),
    missing: undefined,
  };
}

function toFinding({ key, message, missing }: Objection, config: Config): UpgradeFinding {
  const keys = key === undefined ? [] : [key];
  const plugins = usedPlugins(config);
  if (missing) {
    const connector = plugins.find(({ kind }) => kind === 'connector');
    return missingClass(connector ?? { kind: 'connector', className: '', prefix: '' }, missing.near);
  }
  if (linkage.test(message)) return unloaded(config.get('connector.class') ?? '', withMeaning(message));
  if (/^Invalid value \S+ for configuration \S+: Class \S+ could not be found/.test(message)) {
    const plugin = plugins.find((one) => key === classKey(one));
    if (plugin) return missingClass(plugin, undefined);
  }
  if (/ that matches the version range /.test(message))
    return { level: 'fails', kind: 'version-range', message: sentenceOf({ key, message }), keys };
  return { level: 'refused', kind: 'refused', message: sentenceOf({ key, message }), keys };
}

function sentenceOf({ key, message }: Pick<Objection, 'key' | 'message'>): string {
  return key === undefined || message.includes(key) ? message : `${key}: ${message}`;
}

const linkage =
  /\b(?:NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IllegalAccessError|IncompatibleClassChangeError|UnsupportedClassVersionError|VerifyError|LinkageError|ExceptionInInitializerError|ServiceConfigurationError)\b/;

/** What a config provider or a plugin says when the target lacks a file, or cannot reach a system. */
function isInconclusive(
  { key, message, missing }: Objection,
  { config, validation }: ValidatedConnector,
): boolean {
  if (missing || linkage.test(message)) return false;
  if (key !== undefined && holdsReference(config.get(key) ?? '')) return true;
  if (aboutFiles.test(message) || isAboutConnection(message)) return true;
  const isWhole = validation.keys.length === 0;
  return isWhole && [...config.values()].some(holdsReference) && !ownSentence.test(message);
}

/** Whether a plugin did not reach something, or was not let in. */
function isAboutConnection(message: string): boolean {
  if (aboutConnections.test(message)) return true;
  return /\bconnection to /i.test(message) && /\b(?:failed|refused)\b/i.test(message);
}

const aboutFiles =
  /^Could not read properties from file |^Could not read directory |NoSuchFileException|FileNotFoundException/;
const aboutConnections =
  /unable to connect|(?:can(?:no|')t|could(?: no|n')t|failed to|unable to|error while) (?:connect|open (?:a |the )?connection|establish|reach|resolve|authenticate|log ?in)|connection (?:refused|reset|timed out|attempt failed)|communications link failure|unknown ?host|no route to host|timed? ?out|access denied|(?:password )?authentication failed|unreachable|name or service not known/i;
/** What Kafka Connect itself says about a config as a whole. */
const ownSentence =
  /Invalid value |Missing required configuration |Must configure one of |mutually exclusive|More than one connector matches|does not match request type|DLQ topic/;

/** A connector that no file declares, too: the checks of a plan work on what is desired. */
function asDesired({ name, config, declared, redactor }: ValidatedConnector): PresentConnector {
  const secretKeys = new Set(
    [...config].flatMap(([key, value]) => (redactor.value(name, key, value).sensitive ? [key] : [])),
  );
  const base = {
    kind: 'present',
    // Only its type says that it fits into a URL, and nothing is sent.
    name: name as ConnectorName,
    source: { file: '', line: 1, column: 1 },
    dependsOn: [],
    state: undefined,
    stateSource: undefined,
    origins: new Map(),
    ignoreKeys: [],
  } as const;
  return {
    ...base,
    ...declared,
    config,
    secretKeys: new Set([...(declared?.secretKeys ?? []), ...secretKeys]),
  };
}
