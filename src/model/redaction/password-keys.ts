import type { Config } from '../config.ts';
import { namesOfClass } from '../plugin-classes.ts';

/** The keys of type PASSWORD by plugin, without prefix; a plugin has the name that a config uses, full or an alias. */
export type PasswordKeys = ReadonlyMap<string, ReadonlySet<string>>;

/** A plugin that a config names, and the prefix of its keys in that config. */
export interface UsedPlugin {
  readonly kind: 'connector' | 'transformation' | 'predicate' | 'converter';
  readonly className: string;
  /** Of a connector it is empty. */
  readonly prefix: string;
}

/** The connector class, the transformations, predicates and converters of a config (Connect REST contract 7.1). */
export function usedPlugins(config: Config): readonly UsedPlugin[] {
  const used: UsedPlugin[] = [];
  const add = (kind: UsedPlugin['kind'], className: string | undefined, prefix: string) => {
    const trimmed = className?.trim();
    if (trimmed) used.push({ kind, className: trimmed, prefix });
  };
  add('connector', config.get('connector.class'), '');
  for (const [list, kind] of lists) {
    for (const alias of aliasesIn(config.get(list))) {
      const prefix = `${list}.${alias}.`;
      add(kind, config.get(`${prefix}type`), prefix);
    }
  }
  for (const key of converters) add('converter', config.get(key), `${key}.`);
  return used;
}

/** The keys of a config that are passwords: those that its plugins define, and those of Kafka clients. */
export function passwordKeysIn(config: Config, known: PasswordKeys): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { className, prefix } of usedPlugins(config)) {
    for (const key of keysOf(className, known)) found.add(prefix + key);
  }
  for (const key of config.keys()) if (isClientPassword(key)) found.add(key);
  return found;
}

const lists = [
  ['transforms', 'transformation'],
  ['predicates', 'predicate'],
] as const;

const converters = ['key.converter', 'value.converter', 'header.converter'];

function aliasesIn(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(',').flatMap((alias) => alias.trim() || []);
}

/** Another connector of the cluster may have read the class under another of its names. */
function keysOf(className: string, known: PasswordKeys): Iterable<string> {
  const exact = known.get(className);
  if (exact) return exact;
  return [...known].flatMap(([other, keys]) => (isNamedAlike(className, other) ? [...keys] : []));
}

function isNamedAlike(one: string, other: string): boolean {
  if (one.includes('.') === other.includes('.')) return false;
  const [full, alias] = one.includes('.') ? [one, other] : [other, one];
  return namesOfClass(full).includes(alias);
}

function isClientPassword(key: string): boolean {
  for (const prefix of overridePrefixes) {
    if (key.startsWith(prefix)) return clientPasswords.has(key.slice(prefix.length));
  }
  return false;
}

const overridePrefixes = ['producer.override.', 'consumer.override.', 'admin.override.'];

/** The keys of type PASSWORD of Kafka's producers, consumers and admin clients, up to 4.3. */
const clientPasswords: ReadonlySet<string> = new Set([
  'sasl.jaas.config',
  'sasl.oauthbearer.assertion.private.key.passphrase',
  'sasl.oauthbearer.client.credentials.client.secret',
  'ssl.key.password',
  'ssl.keystore.certificate.chain',
  'ssl.keystore.key',
  'ssl.keystore.password',
  'ssl.truststore.certificates',
  'ssl.truststore.password',
]);
