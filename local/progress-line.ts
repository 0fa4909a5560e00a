// How far the run is: one line that rewrites itself on a terminal, a few plain lines elsewhere.
import type { Progress } from '../src/use-cases/observe-fleet.ts';
import { say } from './say.ts';
import { fit } from './terminal.ts';

const WORDS = {
  token: 'Signing in…',
  link: 'Reading the partner link…',
  listing: 'Listing subscriptions…',
} as const;

/** Where several share a line. */
const SHORT_WORDS = { token: 'signing in', link: 'link', listing: 'listing' } as const;

export interface ProgressLine {
  show: (progress: Progress) => void;
  clear: () => void;
}

export function progressLine(): ProgressLine {
  const { isTTY } = process.stdout;
  const wordsOf = eachTenth(isTTY);
  return {
    show(progress) {
      const words = wordsOf(progress);
      if (words !== undefined) write(isTTY, words);
    },
    clear: () => clear(isTTY),
  };
}

export interface ProgressBoard {
  show: (name: string, progress: Progress) => void;
  clear: () => void;
}

/** Of several that go on side by side: one line for all on a terminal, lines that begin with their name elsewhere. */
export function progressBoard(names: readonly string[]): ProgressBoard {
  const { isTTY } = process.stdout;
  const wordsOf = new Map(names.map((name) => [name, eachTenth(isTTY)]));
  const said = new Map<string, string>();
  return {
    show(name, progress) {
      const words = wordsOf.get(name)?.(progress);
      if (words === undefined) return;
      said.set(name, `${name} ${shortWords(progress)}`);
      const all = names.flatMap((each) => said.get(each) ?? []).join(' · ');
      write(isTTY, isTTY ? fit(all, lineWidth()).trimEnd() : `${name}: ${words}`);
    },
    clear: () => clear(isTTY),
  };
}

/** What there is to say; elsewhere than on a terminal nothing for less than a tenth. */
function eachTenth(isTTY: boolean): (progress: Progress) => string | undefined {
  let tenth = -1;
  return (progress) => {
    if (progress.step !== 'scanning') return WORDS[progress.step];
    const { done, total } = progress;
    const nextTenth = total === 0 ? 10 : Math.floor((done / total) * 10);
    if (!isTTY && nextTenth === tenth) return undefined;
    tenth = nextTenth;
    return `Scanning ${done} of ${total} subscriptions…`;
  };
}

/** A line that is as wide as the terminal would wrap, and could not be rewritten. */
function lineWidth(): number {
  return Math.max(20, (process.stdout.columns ?? 80) - 1);
}

function shortWords(progress: Progress): string {
  return progress.step === 'scanning' ? `${progress.done}/${progress.total}` : SHORT_WORDS[progress.step];
}

function clear(isTTY: boolean): void {
  if (isTTY) process.stdout.write('\r\u001B[K');
  else say('');
}

function write(isTTY: boolean, text: string): void {
  if (isTTY) process.stdout.write(`\r\u001B[K${text}`);
  else say(text);
}
