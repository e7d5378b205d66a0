import type { Diagnostic } from '../model/diagnostic.ts';
import { isMasked } from '../model/masked-value.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { isAtLeast, parseWorkerVersion } from '../model/worker-version.ts';
import type { CheckContext, CheckedConnector } from './check-context.ts';
import { findDeprecatedKeys } from './check-deprecated-keys.ts';
import { findUnlistedPlugins } from './check-installed.ts';
import { findPasswordsInClear } from './check-passwords.ts';
import { findMissingKeys } from './check-required-keys.ts';
import { findUnknownKeys } from './check-unknown-keys.ts';
import { findWrongValues } from './check-values.ts';
import { type DefinedKeys, definedKeys } from './defined-keys.ts';
import { snapshotInUse } from './snapshot-in-use.ts';

/** What the snapshots show about a connector. */
export interface PluginCheck {
  readonly findings: readonly Diagnostic[];
  readonly defined: DefinedKeys;
}

/** The rules; each one looks at the whole config. */
const rules: readonly ((context: CheckContext) => readonly Diagnostic[])[] = [
  findUnlistedPlugins,
  findMissingKeys,
  findWrongValues,
  findUnknownKeys,
  findDeprecatedKeys,
  findPasswordsInClear,
];

/**
 * What is wrong with a config by the snapshots of its plugins, on the line of each value. A worker refuses what is an error
 * here; the opposite does not hold, because validators are code that only a worker runs.
 */
export function checkConfig(connector: CheckedConnector, set: PluginSet): PluginCheck {
  const defined = definedKeys(connector.config, set, snapshotInUse);
  const context = { connector, defined, set, isKnown: (key: string) => isKnownValue(connector, key) };
  const findings = rules.flatMap((rule) => rule(context));
  return { findings: validatesConverters(set) ? findings : findings.map(withoutConverterError), defined };
}

/** Since 3.8 a worker validates the keys of converters; before, the task fails when it starts. */
function validatesConverters({ kafkaConnect = '' }: PluginSet): boolean {
  const version = parseWorkerVersion(kafkaConnect);
  return version !== undefined && isAtLeast(version, 3, 8);
}

function withoutConverterError(finding: Diagnostic): Diagnostic {
  const [key] = [finding.args['key'], finding.args['keys']].flat();
  return /^(?:key|value|header)\.converter\./.test(String(key))
    ? { ...finding, severity: 'warning' }
    : finding;
}

function isKnownValue({ config, ignoreKeys }: CheckedConnector, key: string): boolean {
  const value = config.get(key);
  if (value === undefined || value.includes('${') || isMasked(key, value)) return false;
  return !matchesAnyGlob(ignoreKeys, key);
}
