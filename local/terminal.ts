// Text for a terminal: widths of what people see, wrapping, and nothing that a foreign name could make it do.
import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'string-width';

export type Style = Parameters<typeof styleText>[0];

/** Styles only where the output is a terminal that wants colour (NO_COLOR and FORCE_COLOR are heeded). */
export function style(format: Style, text: string): string {
  return styleText(format, text, { stream: process.stdout, validateStream: true });
}

/** Names come from customers' tenants: control characters and escape sequences in them are dropped. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
}

export function width(text: string): number {
  return stringWidth(text);
}

/** Cut with an ellipsis, or filled with blanks, to exactly `columns`. */
export function fit(text: string, columns: number): string {
  if (width(text) <= columns) return text + ' '.repeat(columns - width(text));
  let cut = '';
  for (const character of text) {
    if (width(cut + character) > columns - 1) break;
    cut += character;
  }
  return fit(`${cut}…`, columns);
}

/** Between words; a word that is longer than the line is broken. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, columns))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && width(piece + character) > columns) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}
