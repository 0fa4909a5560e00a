// A keeper that has evidence of the end of a March and the beginning of an April.
import { expect } from 'vitest';
import { subscriptionOf } from './days.ts';
import { evidenceShape, type EvidenceJson } from './evidence-shape.ts';
import { serveKeeper, type Served } from './host.ts';
import { HOUR } from './test-clock.ts';
import { testClock, type TestClock } from './test-clock.ts';
import type { Cleanup } from './keeper.ts';

const ODD_NAME = '=Käse & "Brot" <script>alert(1)</script>';
export const ROLE = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

export interface EvidenceServed {
  served: Served;
  clock: TestClock;
  /** The evidence of March 2024, as it was read at the end of the runs. */
  march: EvidenceJson;
  read: (month: string) => Promise<EvidenceJson>;
}

/** Twelve runs from 29 March to 1 April 2024; the first subscription goes on the 30th. */
export async function serveEvidence(file: Cleanup): Promise<EvidenceServed> {
  const clock = testClock('2024-03-29T06:17:00.000Z');
  const served = await serveKeeper(file, { clock, settings: { ROLE_OVERRIDES: `{"${ROLE}":"no"}` } });
  const { world } = served.cloud;
  subscriptionOf(world, 5).displayName = ODD_NAME;
  for (let run = 0; run < 12; run += 1) {
    clock.advance(6 * HOUR);
    if (run === 4) subscriptionOf(world, 1).offers = [];
    await served.post('/api/reconciliations');
  }
  await served.post('/api/reconciliations?dryRun=true');
  const read = async (month: string) => {
    const answer = await served.call(`/api/evidence?month=${month}`);
    expect(answer.status).toBe(200);
    return evidenceShape.parse(answer.json);
  };
  return { served, clock, march: await read('2024-03'), read };
}
