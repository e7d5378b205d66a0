import type { PluginSnapshot, SnapshotKey } from '../model/plugin-snapshot.ts';

/** Keys that the validation of a plugin requires although its definitions do not say so. */
interface RequiredKeys {
  readonly classes: RegExp;
  readonly keys: readonly string[];
}

/**
 * Debezium defines every key as optional, and its validation refuses these where they are missing or blank, whatever
 * else is set (seen with 2.7.4, 2.7.3 of SQL Server and Oracle, on 3.9.1). Keys that are required only without others,
 * such as `database.hostname` of Oracle, which may have `database.url`, are not among them.
 */
const requiredByValidation: readonly RequiredKeys[] = [
  {
    classes: /^io\.debezium\.connector\.(?:mysql|postgresql|sqlserver|oracle|mongodb)\.\w+Connector$/,
    keys: ['topic.prefix'],
  },
  { classes: /^io\.debezium\.connector\.(?:mysql|postgresql|sqlserver)\./, keys: ['database.hostname'] },
  { classes: /^io\.debezium\.connector\.(?:mysql|postgresql|oracle)\./, keys: ['database.user'] },
  { classes: /^io\.debezium\.connector\.mysql\./, keys: ['database.server.id'] },
  { classes: /^io\.debezium\.connector\.(?:postgresql|oracle)\./, keys: ['database.dbname'] },
  { classes: /^io\.debezium\.connector\.sqlserver\./, keys: ['database.names'] },
];

/** Whether a config must set a key, by its definition or by the validation of its plugin. */
export function isRequired(
  { className, type }: Pick<PluginSnapshot, 'className' | 'type'>,
  { name, required, default: value }: SnapshotKey,
): boolean {
  // A converter requires it, and the worker sets it: `key`, `value` or `header`.
  if (type === 'converter' && name === 'converter.type') return false;
  return required || (value === undefined && requiresText(className, name));
}

/** Whether a key must have a text that is not blank. */
export function requiresText(className: string, name: string): boolean {
  return requiredByValidation.some(({ classes, keys }) => keys.includes(name) && classes.test(className));
}
