import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** A folder that was reached through a link. */
export interface LinkedFolder {
  /** Its path through the link; absolute. */
  readonly through: string;
  /** Where it is now. @throws the error of the file system where the link leads nowhere */
  resolve(): Promise<string>;
}

/**
 * The link in the logical working directory (`PWD` of a shell) through which a folder, or one above it, was reached;
 * undefined: there is none.
 */
export function linkTo(folder: string, logical: string | undefined): LinkedFolder | undefined {
  const physical = logical === undefined || !path.isAbsolute(logical) ? undefined : realPath(logical);
  if (logical === undefined || physical === undefined || physical === path.resolve(logical)) return undefined;
  const below = path.relative(physical, folder);
  if (below.split(path.sep)[0] === '..' || path.isAbsolute(below)) return undefined;
  return {
    through: path.join(logical, below),
    resolve: async () => path.join(await realpath(logical), below),
  };
}

function realPath(absolute: string): string | undefined {
  try {
    return realpathSync(absolute);
  } catch {
    return undefined;
  }
}
