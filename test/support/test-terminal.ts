import xterm from '@xterm/headless';

/** The content of a terminal: all lines, including those that scrolled away, up to the last that is not empty. */
export type Screen = readonly string[];

/** A headless terminal emulator with scrollback, to test cursor movements. */
export class TestTerminal {
  readonly isTerminal = true;
  /** All texts written, in order. */
  readonly writes: string[] = [];
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(size: { readonly columns: number; readonly rows: number }) {
    this.#terminal = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: 10_000,
      // The terminal driver does this for every line feed.
      convertEol: true,
      allowProposedApi: true,
    });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** An arrow function, so that it can be passed as the method of a stream. */
  readonly write = (text: string): void => {
    this.writes.push(text);
    this.#terminal.write(text);
  };

  /** Resizes the window. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#settled();
    this.#terminal.resize(columns, rows);
  }

  async screen(): Promise<Screen> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index));
    const texts = lines.map((line) => line?.translateToString(true) ?? '');
    return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
  }

  /** The cursor position: column and line from 0, lines as in `screen`. */
  async cursor(): Promise<{ readonly column: number; readonly line: number }> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    return { column: active.cursorX, line: active.baseY + active.cursorY };
  }

  /** The content after each write, in order. */
  async history(): Promise<readonly Screen[]> {
    const replay = new TestTerminal({ columns: this.columns, rows: this.rows });
    const screens: Screen[] = [];
    for (const text of this.writes) {
      replay.write(text);
      screens.push(await replay.screen());
    }
    return screens;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write('', resolve);
    });
  }
}
