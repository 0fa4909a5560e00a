// Text of other people as a page shows it: no longer than a person reads, nothing in it that moves what stands around it.
import { escapeHtml } from './escape-html.ts';

const LONGEST_NAME = 120;
const LONGEST_TEXT = 600;

const segmenter = new Intl.Segmenter('en');

/** A name, in a direction of its own: one that is written from right to left turns nothing else around. */
export function shownName(name: string, otherwise = 'Unnamed'): string {
  return `<bdi>${escapeHtml(plainName(name, otherwise))}</bdi>`;
}

/** A name where no element can stand, in an attribute; not escaped. */
export function plainName(name: string, otherwise = 'Unnamed'): string {
  const text = cut(clean(name), LONGEST_NAME);
  return text === '' ? otherwise : text;
}

/** A sentence of ours, which may quote others. */
export function shownText(text: string): string {
  return escapeHtml(cut(clean(text), LONGEST_TEXT));
}

/** Bytes that a text takes on the page at most. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(escapeHtml(cut(clean(text), LONGEST_TEXT)));
}

/** That turn the direction of what stands around: a page gives each name its own, so that none needs them. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** Control characters, and halves of characters, are none that a page may hold. */
function clean(text: string): string {
  return text
    .slice(0, 4 * LONGEST_TEXT)
    .toWellFormed()
    .replaceAll(TURNING, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
