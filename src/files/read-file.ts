import { readFileSync } from 'node:fs';

/** The event that started a run of GitHub Actions, parsed; undefined where there is no such file or it is no JSON. */
export function readEvent(file: string | undefined): unknown {
  if (!file) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
