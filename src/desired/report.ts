import type { Diagnostic } from '../model/diagnostic.ts';

/** Takes a problem that was found on the way, where reading goes on without what is wrong. */
export type Report = (problem: Diagnostic) => void;
