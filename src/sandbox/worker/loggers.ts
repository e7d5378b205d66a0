import { RestError } from '../http/rest-error.ts';
import { does, type Profile } from '../profile.ts';

/** The levels that a worker knows. */
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'];

interface Level {
  readonly level: string;
  readonly lastModified: number | null;
}

/** The loggers of one worker (Connect REST contract 4.21). */
export class Loggers {
  readonly #profile: Profile;
  readonly #now: () => number;
  readonly #levels = new Map<string, Level>([['root', { level: 'INFO', lastModified: null }]]);

  constructor(profile: Profile, now: () => number) {
    this.#profile = profile;
    this.#now = now;
  }

  /** All of them, sorted, as the entity of `/admin/loggers`. */
  list(): Readonly<Record<string, unknown>> {
    const sorted = [...this.#levels].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, level]) => [name, this.#entity(level)]));
  }

  get(name: string): unknown {
    const level = this.#levels.get(isRoot(name) ? 'root' : name);
    if (!level) throw new RestError(404, `Logger ${name} not found.`);
    return this.#entity(level);
  }

  /** Sets a level and returns the loggers that it changed, those below the name included. */
  set(name: string, level: string | null): readonly string[] {
    if (level === null) throw new RestError(400, "Desired 'level' parameter was not specified in request.");
    const isLog4j2 = does(this.#profile, 'loggerChangesOnly');
    const wanted = (isLog4j2 ? level.trim() : level).toUpperCase();
    if (isLog4j2 && wanted === '') throw new RestError(500, 'Illegal null or empty Level name.');
    if (!levels.includes(wanted)) throw new RestError(404, `invalid log level '${level}'.`);
    // The worker compares the beginnings of names only: `a.b` is below `a.` and below `a`.
    const below = [...this.#levels.keys()].filter((known) => known.startsWith(name));
    const named = isRoot(name) ? [...this.#levels.keys()] : [...new Set([name, ...below])];
    const affected = named.filter((one) => !isLog4j2 || this.#effective(one) !== wanted);
    for (const one of affected) this.#levels.set(one, { level: wanted, lastModified: this.#now() });
    return affected.sort();
  }

  /** The level that counts for a logger: its own, else that of the nearest one above it. */
  #effective(name: string): string | undefined {
    const own = this.#levels.get(name)?.level;
    if (own !== undefined || name === 'root') return own;
    const dot = name.lastIndexOf('.');
    return this.#effective(dot < 0 ? 'root' : name.slice(0, dot));
  }

  #entity({ level, lastModified }: Level): unknown {
    return does(this.#profile, 'loggerScope') ? { level, last_modified: lastModified } : { level };
  }
}

function isRoot(name: string): boolean {
  return name.toLowerCase() === 'root';
}
