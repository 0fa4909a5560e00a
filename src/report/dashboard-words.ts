// The words of the dashboard that stand in several places: what a recognition means, and its sign.
import type { Recognition } from '../domain/recognition.ts';
import { ageText } from './age-text.ts';

export const MEANINGS: Readonly<Record<Recognition, string>> = {
  pec: 'earn in full',
  'pec-partial': 'only resource groups earn',
  'pal-only': 'linked, but no role that counts',
  none: 'earn nothing',
  unknown: 'not known',
};

/** Shapes, for nothing may depend on its colour; drawn, for not every machine has the letters. */
const SHAPES: Readonly<Record<Recognition, string>> = {
  pec: '<circle cx=8 cy=8 r=8 /><path d="M4 8.4l2.8 2.8L12 5.6"/>',
  'pec-partial': '<circle class=o cx=8 cy=8 r=7 /><path class=f d="M8 1a7 7 0 0 0 0 14z"/>',
  'pal-only': '<circle class=o cx=8 cy=8 r=7 /><path class=s d="M4.5 8h7"/>',
  none: '<circle cx=8 cy=8 r=8 /><path d="M5 5l6 6M11 5l-6 6"/>',
  unknown:
    '<circle class="o d" cx=8 cy=8 r=7 /><path class=s d="M6 6.3c0-2.6 4-2.5 4-.1 0 1.5-2 1.6-2 3.2M8 11.6v.3"/>',
};

/** To stand once on a page that shows signs. */
export const SIGNS = `<svg width=0 height=0 aria-hidden=true class=signs>${Object.entries(SHAPES)
  .map(([word, shape]) => `<symbol id=i-${word} viewBox="0 0 16 16">${shape}</symbol>`)
  .join('')}</svg>`;

export function sign(word: Recognition): string {
  return `<svg class="i ${word}" aria-hidden=true><use href="#i-${word}"/></svg>`;
}

export function countText(count: number): string {
  return count.toLocaleString('en');
}

/** '1 subscription', '1,200 subscriptions'. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : several}`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** '14 Mar 2026, 06:17', to be read as UTC. @param time ISO 8601 UTC */
export function momentText(time: string): string {
  return `<time datetime="${time}">${dayOf(time)}, ${time.slice(11, 16)}</time>`;
}

/** '14 Mar 2026 (3 days ago)' */
export function sinceText(time: string, now: string): string {
  return `<time datetime="${time}">${dayOf(time)}</time> (${ageText(time, now)})`;
}

function dayOf(time: string): string {
  return `${Number(time.slice(8, 10))} ${MONTHS[Number(time.slice(5, 7)) - 1]} ${time.slice(0, 4)}`;
}

/** @param month YYYY-MM */
export function monthText(month: string): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', options);
}
