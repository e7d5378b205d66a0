import picocolors from 'picocolors';

/** Functions that colour text, or leave it alone. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** How to colour output: not at all where `color` is false. */
export function colorsFor({ color }: { readonly color: boolean }): Colors {
  return picocolors.createColors(color);
}
