import type { ScreenLine } from './read-screen.ts';
import { type RecordedStep, size } from './record-story.ts';

const fontSize = 14;
const lineHeight = 20;
const margin = 20;
const top = 52;

/** Seconds for which a typed command stands alone, and for which its output can be read. */
const typing = 1.2;
const reading = 7;

/**
 * The steps as an animated picture, one screen after the other. Each line is in it once. Where animations are turned off
 * the first screen stays.
 */
export function renderSvg(steps: readonly RecordedStep[]): string {
  const rows = Math.max(...steps.map(({ screen }) => screen.length));
  const width = Math.ceil(size.columns * fontSize * 0.602) + 2 * margin;
  const height = top + rows * lineHeight + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>connect-sync on a terminal: plan shows the changes, apply makes them and waits until all is healthy, drift shows what was changed past the files</title>
<style>
${styles(steps.length)}
</style>
<rect width="${width}" height="${height}" rx="10" fill="#0d1117" stroke="#3d444d"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/><circle cx="64" cy="22" r="6" fill="#28c840"/>
${steps.map((step, index) => screenOf(step, index)).join('\n')}
</svg>
`;
}

function screenOf({ typed, screen }: RecordedStep, index: number): string {
  // A long output has scrolled its command away.
  const first = screen[0]?.map(({ text }) => text).join('');
  const isTyped = first === typed[0];
  const lines = screen.map((line, row) => ({ line, row }));
  const typedLines = isTyped ? lines.slice(0, typed.length) : [];
  return `<g class="s s${index}">
${typedLines.map(({ line, row }) => textOf(line, row, 'p')).join('\n')}
<g class="o o${index}">
${lines
  .slice(typedLines.length)
  .map(({ line, row }) => textOf(line, row))
  .filter(Boolean)
  .join('\n')}
</g>
</g>`;
}

function textOf(line: ScreenLine, row: number, kind = ''): string {
  if (line.length === 0) return '';
  const parts = line.map(({ text, color, isBold, isDim }) => {
    const classes = [color === undefined ? '' : `c${color % 8}`, isBold ? 'b' : '', isDim ? 'd' : ''].filter(
      Boolean,
    );
    return classes.length > 0
      ? `<tspan class="${classes.join(' ')}">${escaped(text)}</tspan>`
      : escaped(text);
  });
  const classes = kind === '' ? '' : ` class="${kind}"`;
  return `<text${classes} x="${margin}" y="${top + row * lineHeight}">${parts.join('')}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Colors of the palette on the dark window, each with a contrast of at least 4.5. */
const palette = ['#9198a1', '#ff7b72', '#7ee787', '#f2cc60', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'];

function styles(count: number): string {
  const total = count * (typing + reading);
  const percent = (seconds: number) => ((seconds / total) * 100).toFixed(2);
  const frames = Array.from({ length: count }, (_, index) => {
    const start = index * (typing + reading);
    return [
      keyframes(`s${index}`, percent(start), percent(start + typing + reading)),
      keyframes(`o${index}`, percent(start + typing), percent(start + typing + reading)),
      `.s${index} { animation-name: s${index}; } .o${index} { animation-name: o${index}; }`,
    ].join('\n');
  });
  return [
    `text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3; white-space: pre; }`,
    '.p { font-weight: 600; fill: #ffffff; } .b { font-weight: 600; } .d { fill: #9198a1; }',
    palette.map((color, index) => `.c${index} { fill: ${color}; }`).join(' '),
    // Without animations the first screen stays.
    '.s { visibility: hidden; } .s0 { visibility: visible; }',
    `@media (prefers-reduced-motion: no-preference) { .s, .o { animation-duration: ${total.toFixed(1)}s; animation-iteration-count: infinite; animation-timing-function: step-end; } }`,
    ...frames,
  ].join('\n');
}

/** Visible from one moment to another. */
function keyframes(name: string, from: string, to: string): string {
  const before = Number(from) > 0 ? '0% { visibility: hidden; } ' : '';
  const after = Number(to) < 100 ? ` ${to}% { visibility: hidden; }` : '';
  return `@keyframes ${name} { ${before}${from}% { visibility: visible; }${after} }`;
}
