// Writes the PAL link and reads it back: nothing else proves what was done.
import type { LinkOrder } from '../domain/link-call.ts';
import type { LinkObservation } from '../domain/link.ts';
import type { AzureSession, WriteAnswer } from '../ports/azure.ts';

/** A lost answer whose read-back shows nothing done is worth one more try; the next run may be hours away. */
const WRITE_TRIES = 2;

/** @param hasTime whether there is time for one more try */
export async function writeLink(
  session: AzureSession,
  order: LinkOrder,
  before: LinkObservation,
  hasTime: () => boolean = () => true,
): Promise<{ answer: WriteAnswer; after: LinkObservation }> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send(session, order);
    const after = await session.readLink();
    if (answer.kind !== 'unanswered' || tries === WRITE_TRIES || !isSame(before, after) || !hasTime())
      return { answer, after };
  }
}

function send(session: AzureSession, { action, partnerId }: LinkOrder): Promise<WriteAnswer> {
  switch (action) {
    case 'create':
      return session.createLink(partnerId);
    case 'change':
      return session.changeLink(partnerId);
    case 'remove':
      return session.deleteLink(partnerId);
  }
}

function isSame(a: LinkObservation, b: LinkObservation): boolean {
  const partnerOf = (link: LinkObservation) => (link.kind === 'linked' ? link.partnerId : undefined);
  return a.kind === b.kind && partnerOf(a) === partnerOf(b);
}
