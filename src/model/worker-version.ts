/** The version of Apache Kafka that a worker is, comparable. */
export interface WorkerVersion {
  /** As the worker reports it: `3.9.1`, `7.5.0-ccs`, `3.6.0.redhat-00005`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/**
 * Parses the version of `GET /`. A Confluent Platform version is mapped to its Kafka version (Connect REST contract 15).
 */
export function parseWorkerVersion(text: string): WorkerVersion | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  const [major, minor, patch] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return /-(ccs|ce)\b/.test(text)
    ? { text, ...kafkaOfConfluent(major, minor), patch }
    : { text, major, minor, patch };
}

function kafkaOfConfluent(major: number, minor: number): { major: number; minor: number } {
  if (major === 5) return { major: 2, minor };
  if (major === 6) return { major: 2, minor: minor + 6 };
  return { major: major - 4, minor };
}

/** Whether a worker is at least `major.minor.patch`. */
export function isAtLeast(version: WorkerVersion, major: number, minor: number, patch = 0): boolean {
  const differences = [version.major - major, version.minor - minor, version.patch - patch];
  return (differences.find((difference) => difference !== 0) ?? 0) >= 0;
}

/**
 * Features of workers, and the release that added each (Connect REST contract 3). An unparsable version counts as the
 * newest: the first use shows whether the feature exists.
 */
const workerFeatures = {
  expand: [2, 3, 0],
  topics: [2, 5, 0],
  restartWithTasks: [3, 0, 0],
  pluginConfig: [3, 2, 0],
  stop: [3, 5, 0],
  offsets: [3, 5, 0],
  offsetWrites: [3, 6, 0],
  initialState: [3, 7, 0],
  loggerScope: [3, 7, 0],
  restartsTasksOnAnyChange: [3, 7, 1],
  converterValidation: [3, 8, 0],
  health: [3, 9, 0],
  pluginVersions: [4, 1, 0],
} as const satisfies Record<string, readonly [number, number, number]>;

/** A capability of a worker that depends on its version. */
export type WorkerFeature = keyof typeof workerFeatures;

/** Whether a worker of this version has the feature. */
export function supports(version: WorkerVersion | undefined, feature: WorkerFeature): boolean {
  const [major, minor, patch] = workerFeatures[feature];
  return version === undefined || isAtLeast(version, major, minor, patch);
}

/** The release that added a feature, for messages: `3.5`. */
export function releaseOf(feature: WorkerFeature): string {
  const [major, minor, patch] = workerFeatures[feature];
  return patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
