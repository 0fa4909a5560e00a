// How far the run is: one line that rewrites itself on a terminal, a few plain lines elsewhere.
import type { Progress } from '../src/use-cases/observe-fleet.ts';
import { say } from './say.ts';

const WORDS = {
  token: 'Signing in…',
  link: 'Reading the partner link…',
  listing: 'Listing subscriptions…',
} as const;

export interface ProgressLine {
  show: (progress: Progress) => void;
  clear: () => void;
}

export function progressLine(): ProgressLine {
  const { isTTY } = process.stdout;
  let tenth = -1;
  return {
    show(progress) {
      if (progress.step !== 'scanning') {
        write(isTTY, WORDS[progress.step]);
        return;
      }
      const { done, total } = progress;
      const nextTenth = total === 0 ? 10 : Math.floor((done / total) * 10);
      if (!isTTY && nextTenth === tenth) return;
      tenth = nextTenth;
      write(isTTY, `Scanning ${done} of ${total} subscriptions…`);
    },
    clear() {
      if (isTTY) process.stdout.write('\r\u001B[K');
      else say('');
    },
  };
}

function write(isTTY: boolean, text: string): void {
  if (isTTY) process.stdout.write(`\r\u001B[K${text}`);
  else say(text);
}
