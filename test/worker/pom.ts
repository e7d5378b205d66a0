/** The artifacts that are not served for every version: the file connectors and MirrorMaker. */
const plugins = ['connect-file', 'connect-mirror', 'connect-mirror-client'] as const;

/** The versions without the plugins, and the version whose sources are compiled in their place. */
const pluginSources: Readonly<Record<string, string>> = { '4.4.0': '4.3.0' };

/** The version whose plugins are compiled from their sources for this one; undefined where they are served. */
export function pluginSourcesFor(version: string): string | undefined {
  return pluginSources[version];
}

/** A Maven project with no code: what a broker or a worker of this Kafka version needs, as dependencies. */
export function pomFor(version: string): string {
  const served = pluginSourcesFor(version) === undefined ? plugins : [];
  return projectOf([
    ...['kafka_2.13', 'connect-runtime', 'connect-transforms', ...served].map((artifact) => ({
      group: 'org.apache.kafka',
      artifact,
      version,
    })),
    ...loggingFor(version),
  ]);
}

/** A Maven project whose dependencies are the sources of the plugins of one version. */
export function pomForPluginSources(version: string): string {
  return projectOf(
    plugins.map((artifact) => ({ group: 'org.apache.kafka', artifact, version, classifier: 'sources' })),
  );
}

/** A Maven project with no code and these dependencies. */
export function projectOf(dependencies: readonly Dependency[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>connect-sync</groupId>
  <artifactId>worker</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${dependencies.map(dependencyElement).join('\n')}
  </dependencies>
</project>
`;
}

/** Kafka logs with log4j 2 since 4.0; no version's published dependencies bind slf4j to a logger. */
export function usesLog4j2(version: string): boolean {
  return Number(version.split('.')[0]) >= 4;
}

interface Dependency {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly classifier?: string;
}

function loggingFor(version: string): readonly Dependency[] {
  if (!usesLog4j2(version)) {
    return [
      { group: 'org.slf4j', artifact: 'slf4j-reload4j', version: '1.7.36' },
      { group: 'ch.qos.reload4j', artifact: 'reload4j', version: '1.2.25' },
    ];
  }
  return ['log4j-api', 'log4j-core', 'log4j-slf4j-impl'].map((artifact) => ({
    group: 'org.apache.logging.log4j',
    artifact,
    version: '2.25.4',
  }));
}

function dependencyElement({ group, artifact, version, classifier }: Dependency): string {
  const kind = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`;
  return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${kind}</dependency>`;
}
