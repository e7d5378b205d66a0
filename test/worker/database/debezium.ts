import process from 'node:process';
import { mavenPlugins, resolveMavenPlugin } from '../maven-plugin.ts';

/** The last version that knows the keys of the tutorial (`table.whitelist`, `database.server.name`). */
export const tutorialDebezium = '1.9.7.Final';

/** A folder for `plugin.path` with Debezium's connector for MySQL. Throws `MissingPart` where it cannot be fetched. */
export function resolveDebezium(
  version = tutorialDebezium,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return resolveMavenPlugin({ ...mavenPlugins.debeziumMySql, version }, env);
}
