import picocolors from 'picocolors';

/** Functions that color text, or return it unchanged. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** The color functions for an output; without color they return their input. */
export function colorsFor({ color }: { readonly color: boolean }): Colors {
  return picocolors.createColors(color);
}
