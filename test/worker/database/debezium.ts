import path from 'node:path';
import process from 'node:process';
import { cachedFolder, copyArtifacts } from '../artifacts.ts';

/** The last version that knows the keys of the tutorial (`table.whitelist`, `database.server.name`). */
export const tutorialDebezium = '1.9.7.Final';

/**
 * A folder for `plugin.path` with Debezium's connector for MySQL and what it needs, from the cache or, once, from
 * Maven Central. Throws `MissingPart` where it cannot be fetched.
 */
export async function resolveDebezium(
  version = tutorialDebezium,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const folder = await cachedFolder(`debezium-mysql-${version}`, env, (unfinished) =>
    copyArtifacts({ folder: unfinished, pom: pomFor(version), what: `Debezium ${version}`, env }),
  );
  // Each folder in it is a plugin: `libs` is the only one.
  return path.resolve(folder);
}

function pomFor(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>connect-sync</groupId>
  <artifactId>debezium</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.debezium</groupId>
      <artifactId>debezium-connector-mysql</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}
