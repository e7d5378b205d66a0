import { describe, expect, it } from 'vitest';
import { toPrintable, toPrintableLine } from '../../src/model/printable.ts';

describe('untrusted text', () => {
  it.each([
    ['a terminal escape', '\u001b[31mred', '\\x1b[31mred'],
    ['a carriage return that would overwrite the line', 'safe\rgone', 'safe\\x0dgone'],
    ['a right-to-left mark', 'a\u202eb', 'a\\u202eb'],
    ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
    ['a byte order mark', '\ufeffname', '\\ufeffname'],
    ['a C1 control', 'a\u009bb', 'a\\x9bb'],
  ])('shows %s instead of obeying it', (_, text, shown) => {
    expect(toPrintable(text)).toBe(shown);
  });

  it('keeps lines, tabs and every letter of the world', () => {
    expect(toPrintable('línea\n\t値 🦜')).toBe('línea\n\t値 🦜');
  });

  it('fits on one line where it must', () => {
    expect(toPrintableLine('a\nb\tc')).toBe('a\\nb\\tc');
  });
});

describe('text in the log of a pipeline', () => {
  it.each([
    ['::error::x', '\\x3a:error::x'],
    ['a\n \u00a0::add-mask::x', 'a\n \u00a0\\x3a:add-mask::x'],
    ['a ##[error]x', 'a \\x23#[error]x'],
    ['##vso[task.setvariable]x', '\\x23#vso[task.setvariable]x'],
  ])('gives no command: %s', (text, printed) => {
    expect(toPrintable(text)).toBe(printed);
  });

  it('is left alone where it only resembles one', () => {
    const text = 'Foo::bar, ::1 in the middle, # ## heading [x]';
    expect(toPrintable(text)).toBe(text);
  });
});
