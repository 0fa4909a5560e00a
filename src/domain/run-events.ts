// When the runs of an identity begin to fail and when they come through again.
import type { IdentityRecord } from './identity-record.ts';
import type { RunState } from './run.ts';
import type { EventDetails } from './subject-events.ts';

export interface RunStep {
  failing: boolean;
  events: EventDetails[];
}

/** A partial run neither fails nor recovers; without an earlier run that came through, a failure is no change. */
export function runStep(before: Pick<IdentityRecord, 'failing' | 'observedAt'>, state: RunState): RunStep {
  if (state === 'failed' && !before.failing && before.observedAt !== undefined)
    return { failing: true, events: [{ type: 'run.failing', actor: 'observed' }] };
  if (state === 'succeeded' && before.failing)
    return { failing: false, events: [{ type: 'run.recovered', actor: 'observed' }] };
  return { failing: before.failing, events: [] };
}
