import type { LinkTo, Source } from '../../model/source.ts';
import { codeSpan } from './inert-text.ts';

/** A position in a file as code, linked to the forge where that is known. */
export function placeLink(source: Source, text: string, linkTo: LinkTo | undefined): string {
  const address = linkTo?.(source);
  return address === undefined ? codeSpan(text) : `[${codeSpan(text)}](${address})`;
}
