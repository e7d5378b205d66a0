import { isCelList, isCelMap, isCelUint } from '@bufbuild/cel';

/** Makes a text fit to be shown. */
export type Show = (text: string) => string;

/** A value of CEL in a message; long ones are cut. Each text in it is shown on its own: `a.password: reference` is no secret. */
export function valueText(value: unknown, show: Show): string {
  const text = fullText(value, show);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 300;

/** At least as much as a message can show. */
function fullText(value: unknown, show: Show): string {
  if (isCelUint(value)) return String(value.value);
  if (isCelList(value)) return joined(value, show);
  if (!isCelMap(value)) return show(String(value));
  return joined(
    [...value.entries()].map(([key, one]) => `${fullText(key, show)}: ${fullText(one, show)}`),
    (text) => text,
  );
}

function joined(parts: Iterable<unknown>, show: Show): string {
  let text = '';
  for (const part of parts) {
    text += `${text === '' ? '' : ', '}${fullText(part, show)}`;
    if (text.length > longest) break;
  }
  return text;
}
