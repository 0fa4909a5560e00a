// How the link stood over a month, as the runs found it and left it, and as calls did.
import type { KeeperEvent } from './event.ts';
import type { LinkSight, LinkState } from './link.ts';
import type { Month } from './month.ts';
import type { Run } from './run.ts';

export interface LinkInterval {
  /** ISO 8601 UTC: when it was first seen so, or the month's first instant. */
  from: string;
  /** When something else was seen, or the next month's first instant; null while it goes on. */
  to: string | null;
  state: LinkState;
  partnerId?: string;
}

interface Sighting {
  at: number;
  link: LinkSight;
}

/** A caller's write, as it was told. */
export type LinkWrite = Pick<KeeperEvent, 'time' | 'runId' | 'link'>;

/**
 * A run that found one thing and left another shows the first from its start to its end; where clocks are too coarse
 * to tell these apart, as an interval of no length. A run that could not read the link makes it `unreadable` until
 * one can; one that was killed or stopped before it came to read tells nothing.
 * @param runs of one identity, oldest first, none of them dry, back to one before the month that tells the link
 * @param writes of callers, oldest first, as far back as the runs
 */
export function linkHistory(
  runs: readonly Run[],
  writes: readonly LinkWrite[],
  month: Month,
  now: number,
): LinkInterval[] {
  if (month.start > now) return [];
  // What a run tells of a call that was killed stands in that run, as it found it.
  const ids = new Set(runs.map(({ id }) => id));
  const called = writes.filter(({ runId = '' }) => !ids.has(runId)).flatMap(sightingsOfWrite);
  // Stable: of one moment, what a run left comes before what a call found.
  const all = [...runs.flatMap(sightingsOf), ...called].sort((a, b) => a.at - b.at);
  const seen = withoutRepeats(all.filter(({ at }) => at < month.end && at <= now));
  return seen.flatMap(({ at, link }, index) => {
    const until = seen[index + 1]?.at ?? month.end;
    if (until < month.start || (until === month.start && at < until)) return [];
    const isOpen = seen[index + 1] === undefined && now < month.end;
    return [
      {
        from: toTime(Math.max(at, month.start)),
        to: isOpen ? null : toTime(until),
        state: link.state,
        ...(link.partnerId !== undefined && { partnerId: link.partnerId }),
      },
    ];
  });
}

/** Whether how the link stands is known from this run on. */
export function tellsLink(run: Run): boolean {
  return sightingsOf(run).length > 0;
}

function sightingsOf({ state, startedAt, endedAt, link, note }: Run): Sighting[] {
  if (endedAt === undefined) return [];
  const sightings = [
    { at: Date.parse(startedAt), link: link.before },
    { at: Date.parse(endedAt), link: link.after },
  ];
  // Only a run that was broken off has a note: what it did not read, nobody tried to read to the end.
  const wasBrokenOff = state === 'failed' && note !== undefined;
  return sightings.filter((each) => !wasBrokenOff || each.link.state !== 'unreadable');
}

function sightingsOfWrite({ time, link }: LinkWrite): Sighting[] {
  const at = Date.parse(time);
  return link === undefined ? [] : [link.before, link.after].map((each) => ({ at, link: each }));
}

function withoutRepeats(sightings: readonly Sighting[]): Sighting[] {
  return sightings.filter(({ link }, index) => {
    const before = sightings[index - 1]?.link;
    return before?.state !== link.state || before.partnerId !== link.partnerId;
  });
}

function toTime(ms: number): string {
  return new Date(ms).toISOString();
}
