import { createHash } from 'node:crypto';
import { planDigest } from '../../model/digest.ts';
import type { PlanView } from '../../model/plan-view.ts';
import { clusterName, type PlanFormatOptions } from '../plan-format.ts';

/**
 * The hidden first line of what is said of one cluster: it finds a comment again and tells whether it still is about
 * the same plan. No other line of the document begins like it.
 */
export function planMarker(view: PlanView, command: PlanFormatOptions['command']): string {
  return `<!-- connect-sync ${command} cluster=${markerName(clusterName(view))} digest=${planDigest(view)} -->`;
}

/** A cluster's name as one word without anything that ends a comment; a very long one as its SHA-256. */
export function markerName(name: string): string {
  // Inside a comment two hyphens in a row may end it.
  const word = encodeURIComponent(name.toWellFormed()).replaceAll('--', '-%2D').replace(/^$|-$/, '%2D');
  return word.length <= longestWord ? word : `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

const longestWord = 200;
