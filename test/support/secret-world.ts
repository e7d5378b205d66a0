import { type Canary, canary } from './canaries.ts';
import type { CliRun, CliWorld } from './run-cli.ts';
import { type Tryout, type TryoutOptions, tryout } from './tryout.ts';

/** How a connector file contains a secret. */
export interface SecretPlace {
  readonly class?: string;
  /** The config in the file. */
  readonly config: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly envFile?: Readonly<Record<string, string>>;
}

const jaas = (secret: string) =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${secret.replaceAll(/["\\]/g, '\\$&')}";`;

/** Every place where a connector can contain a secret. Each has a connector of the same name. */
export const secretPlaces: Readonly<Record<string, (secret: string) => SecretPlace>> = {
  password: (secret) => ({ config: { 'database.password': secret } }),
  jaas: (secret) => ({ config: { 'database.history.producer.sasl.jaas.config': jaas(secret) } }),
  'jaas-elsewhere': (secret) => ({ config: { 'some.login': jaas(secret) } }),
  userinfo: (secret) => ({
    config: { 'connection.url': `https://user:${encodeURIComponent(secret)}@db:9200/path` },
  }),
  parameter: (secret) => ({
    config: {
      'connection.url': `jdbc:postgresql://db/orders?user=u&password=${encodeURIComponent(secret)}&ssl=true`,
    },
  }),
  pem: (secret) => ({
    config: { 'some.material': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n` },
  }),
  json: (secret) => ({ config: { 'some.options': JSON.stringify({ host: 'db', password: secret }) } }),
  environment: (secret) => ({
    config: { 'some.setting': '${env.SOME_SETTING}' },
    environment: { SOME_SETTING: secret },
  }),
  'environment-in-part': (secret) => ({
    config: { 'some.header': 'begins ${env.SOME_PART} ends' },
    environment: { SOME_PART: secret },
  }),
  'environment-file': (secret) => ({
    config: { 'some.value': '${env.FROM_FILE}' },
    envFile: { FROM_FILE: secret },
  }),
  // Only the plugin defines this key as a PASSWORD; its name does not show it.
  typed: (secret) => ({
    class: 'streams.kafka.connect.sink.Neo4jSinkConnector',
    config: { topics: 'orders', 'neo4j.authentication.kerberos.ticket': secret },
  }),
};

/** The name of a place, and of its connector. */
export type PlaceName = keyof typeof secretPlaces & string;

export const placeNames = Object.keys(secretPlaces);

/** One secret for each place, all different. */
export function generation(side: string): ReadonlyMap<PlaceName, Canary> {
  return new Map(placeNames.map((name) => [name, canary(`${name} ${side}`)]));
}

/** A project with a secret in every place, and its cluster. */
export interface SecretWorld extends Pick<Tryout, 'folder' | 'sandbox' | 'writes'> {
  /** Declares connectors with these secrets, in files, environment variables and the environment file. */
  declare(secrets: ReadonlyMap<PlaceName, Canary>): void;
  /** Declares the same connectors without the keys that contain secrets. Other keys still use the variables. */
  declareWithoutSecrets(): void;
  /** Declares all of them absent. */
  declareAbsent(): void;
  /** Runs a command with the environment that the secrets need, and with --verbose. */
  run(args: readonly string[], world?: Pick<CliWorld, 'speed'>): Promise<CliRun>;
}

/** Starts a sandbox and creates the project. The cluster is called `main` and has a password too. */
export async function secretWorld(
  clusterPassword: Canary,
  options: Pick<TryoutOptions, 'connectVersion'> = {},
): Promise<SecretWorld> {
  const world = await tryout({ files: {}, ...options });
  const environment: Record<string, string> = {};
  const { folder, sandbox, writes } = world;
  folder.write(
    'connect-sync.yaml',
    `version: 1\nownership: { maxDeletes: 99 }\nclusters:\n  main:\n    url: ${sandbox.url}\n` +
      `    auth: { basic: { username: me, password: ${JSON.stringify(clusterPassword.secret)} } }\n`,
  );
  const write = (name: PlaceName, place: SecretPlace) =>
    folder.write(`connectors/${name}.yaml`, connectorFile(place));
  return {
    folder,
    sandbox,
    writes,
    declare: (secrets) => {
      const places = [...secrets].map(([name, { secret }]) => [name, secretPlaces[name]?.(secret)] as const);
      const used = places.flatMap(([name, place]) => (place ? [{ name, place }] : []));
      for (const { name, place } of used) {
        write(name, place);
        Object.assign(environment, place.environment);
      }
      const envFile = Object.assign({}, ...used.map(({ place }) => place.envFile ?? {}));
      folder.write('secrets.env', dotenv(envFile));
      folder.write(
        'connectors/zz-user.yaml',
        connectorFile({
          config: Object.fromEntries(
            [...Object.keys(environment), ...Object.keys(envFile)].map((name) => [
              `uses.${name}`,
              `\${env.${name}}`,
            ]),
          ),
        }),
      );
    },
    declareWithoutSecrets: () => {
      for (const name of placeNames) {
        const { class: className, config } = secretPlaces[name]?.('') ?? { config: {} };
        write(name, {
          ...(className && { class: className }),
          config: config['topics'] ? { topics: config['topics'] } : {},
        });
      }
    },
    declareAbsent: () => {
      for (const name of placeNames) folder.write(`connectors/${name}.yaml`, 'state: absent\n');
    },
    run: (args, { speed } = {}) =>
      world.run([...args, '--verbose', '--dotenv', 'secrets.env'], {
        ...(speed !== undefined && { speed }),
        environment: {
          ...environment,
          // `validate` contacts a cluster only if one is named, and is tested both ways.
          CONNECT_SYNC_CLUSTER: args.includes('validate') ? '' : 'main',
        },
      }),
  };
}

/** A connector file. Every JSON string is a YAML string too. */
export function connectorFile({ class: className, config }: SecretPlace): string {
  const all = {
    'connector.class': className ?? 'FileStreamSource',
    'tasks.max': '1',
    ...(className ? {} : { topic: 'orders' }),
    ...config,
  };
  return `config:\n${Object.entries(all)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;
}

function dotenv(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=\`${value}\`\n`)
    .join('');
}
