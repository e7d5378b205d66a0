import xterm from '@xterm/headless';

/** Neighbouring characters of one style. */
export interface Run {
  readonly text: string;
  /** A color of the palette, 0 to 15; undefined: that of text. */
  readonly color: number | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

export type ScreenLine = readonly Run[];

/** What a terminal of this size shows after it was sent this text: its last lines that are not empty. */
export async function readScreen(
  text: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<readonly ScreenLine[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, index) => runsOf(active.getLine(index)));
  const end = lines.findLastIndex((line) => line.length > 0) + 1;
  return lines.slice(Math.max(0, end - rows), end);
}

type BufferLine = ReturnType<InstanceType<typeof xterm.Terminal>['buffer']['active']['getLine']>;

function runsOf(line: BufferLine): ScreenLine {
  const runs: Run[] = [];
  const length = line?.translateToString(true).length ?? 0;
  for (let column = 0; column < length; column += 1) {
    const cell = line?.getCell(column);
    if (!cell) continue;
    const color = cell.isFgPalette() ? cell.getFgColor() : undefined;
    const style = { color, isBold: cell.isBold() !== 0, isDim: cell.isDim() !== 0 };
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    const isSame = last && last.color === color && last.isBold === style.isBold && last.isDim === style.isDim;
    if (isSame) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ ...style, text });
  }
  return runs;
}
