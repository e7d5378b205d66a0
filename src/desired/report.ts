import type { Diagnostic } from '../model/diagnostic.ts';

/** Collects a problem; the caller continues without the invalid part. */
export type Report = (problem: Diagnostic) => void;
