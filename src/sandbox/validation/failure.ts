import { RestError } from '../http/rest-error.ts';
import { does, type Profile } from '../profile.ts';

/**
 * A validation that failed as a whole. `/validate` shows it as a 500 with the Java class in front, PUT and POST
 * with its own status (Connect REST contract 7.2).
 */
export class ValidationFailure extends RestError {
  readonly javaClass: string;

  constructor(status: number, javaClass: string, message: string) {
    super(status, message);
    this.javaClass = javaClass;
  }
}

const badRequest = 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException';

/** No `connector.class`; up to 4.3 workers print the whole configuration. */
export function noConnectorType(
  profile: Profile,
  config: ReadonlyMap<string, string | null>,
): ValidationFailure {
  const printed = [...config].map(([key, value]) => `${key}=${value}`).join(', ');
  const shown = does(profile, 'configNotPrinted') ? '' : ` {${printed}}`;
  return new ValidationFailure(400, badRequest, `Connector config${shown} contains no connector type`);
}

const connectException = 'org.apache.kafka.connect.errors.ConnectException';

/**
 * A class that is not installed. From 4.1 on the second and every later answer about it has the Java class in front
 * (Connect REST contract 7.2).
 */
export function unknownClass(
  className: string,
  { status, installed, isRepeated }: { status: number; installed: string; isRepeated: boolean },
): ValidationFailure {
  return new ValidationFailure(
    status,
    status === 400 ? badRequest : connectException,
    `${isRepeated ? `${connectException}: ` : ''}Failed to find any class that implements Connector and which name matches ` +
      `${className}, available connectors are: ${installed}`,
  );
}

/** A rule of the framework that older workers report as a failure of the whole validation. */
export function configException(message: string): ValidationFailure {
  return new ValidationFailure(500, 'org.apache.kafka.common.config.ConfigException', message);
}

/** A version of the connector that cannot be read. */
export function unreadableVersion(message: string): ValidationFailure {
  return new ValidationFailure(400, badRequest, message);
}

/** The second and later answers about a version that no plugin has: a bug of Kafka (Connect REST contract 7.2). */
export function repeatedVersion(): ValidationFailure {
  const exception = 'org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException';
  return nullPointer(
    `Cannot invoke "java.util.List.stream()" because the return value of "${exception}.availableVersions()" is null`,
  );
}

/** A null where the framework expects text before it validates. */
export function nullPointer(message: string): ValidationFailure {
  return new ValidationFailure(500, 'java.lang.NullPointerException', message);
}
