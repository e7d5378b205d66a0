import { toPrintable } from '../../model/printable.ts';

/** A piece of HTML whose values are escaped. */
export interface Html {
  readonly html: string;
}

type Value = Html | string | number | readonly Html[];

/**
 * The only way to make HTML: what stands between the placeholders is markup of ours, and every value is escaped, with
 * control and bidirectional characters made visible. Text of a worker is hostile until then.
 */
export function html(markup: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: markup.map((part, index) => part + toHtml(values[index])).join('') };
}

function toHtml(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

/** Longer texts are cut: a trace of a megabyte helps nobody on a page. */
const longestText = 20_000;

function escapeText(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return toPrintable(shown)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
