import { createHash } from 'node:crypto';
import { planDigest } from '../../model/digest.ts';
import type { PlanView } from '../../model/plan-view.ts';
import { clusterName, type PlanFormatOptions } from '../plan-format.ts';

/**
 * The hidden first line of the section of a cluster: it identifies the comment, and shows whether the comment is still
 * about the same plan. No other line of the document begins like it.
 */
export function planMarker(view: PlanView, command: PlanFormatOptions['command']): string {
  return `<!-- connect-sync ${command} cluster=${markerName(clusterName(view))} digest=${planDigest(view)} -->`;
}

/** A cluster name as one word that cannot end an HTML comment; a very long name as its SHA-256. */
export function markerName(name: string): string {
  // Inside a comment two hyphens in a row may end it.
  const word = encodeURIComponent(name.toWellFormed()).replaceAll('--', '-%2D').replace(/^$|-$/, '%2D');
  return word.length <= longestWord ? word : `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

const longestWord = 200;
