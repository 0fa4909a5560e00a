// The PAL link of one principal: what was seen, and what may be done about it. A link is never taken away to be
// set anew: that would leave the principal unlinked for a moment, and recognition stops with it.

/** What a read of the link showed. Only a 404 means none; every other failure is `unreadable`. */
export type LinkObservation =
  | { kind: 'none' }
  | { kind: 'linked'; partnerId: string; version?: number; updatedTime?: string }
  | { kind: 'unreadable'; cause: string };

export type LinkPolicy = 'observe' | 'create' | 'heal';

export type LinkState = 'none' | 'right' | 'other' | 'unreadable';

/** The link as answers show it. */
export interface Link {
  state: LinkState;
  partnerId?: string;
  wantedPartnerId: string;
  version?: number;
  /** ISO 8601 UTC, as Azure gave it. */
  updatedTime?: string;
}

/** No more of it than how it stood. */
export type LinkSight = Pick<Link, 'state' | 'partnerId'>;

/** `held`: the policy forbids the write that would mend it. */
export type LinkAction = 'none' | 'created' | 'changed' | 'held' | 'refused' | 'planned';

export type LinkPlan = { action: 'none' | 'held' } | { action: 'create' | 'change'; partnerId: string };

export function toLink(observed: LinkObservation, wantedPartnerId: string): Link {
  switch (observed.kind) {
    case 'none':
      return { state: 'none', wantedPartnerId };
    case 'unreadable':
      return { state: 'unreadable', wantedPartnerId };
    case 'linked': {
      const { partnerId, version, updatedTime } = observed;
      const state = partnerId === wantedPartnerId ? 'right' : 'other';
      return {
        state,
        partnerId,
        wantedPartnerId,
        ...(version !== undefined && { version }),
        ...(updatedTime !== undefined && { updatedTime }),
      };
    }
  }
}

/**
 * What the policy does about what was seen: `observe` never writes, `create` makes a missing link and leaves
 * another id alone, `heal` also changes another id. Nothing is ever written on an unreadable link.
 */
export function planLink(state: LinkState, wantedPartnerId: string, policy: LinkPolicy): LinkPlan {
  switch (state) {
    case 'right':
    case 'unreadable':
      return { action: 'none' };
    case 'none':
      return policy === 'observe' ? { action: 'held' } : { action: 'create', partnerId: wantedPartnerId };
    case 'other':
      return policy === 'heal' ? { action: 'change', partnerId: wantedPartnerId } : { action: 'held' };
  }
}

/** What the next run will do about it, for whoever has just seen it so; undefined where it leaves it as it is. */
export function nextRunNote(
  state: LinkState,
  wantedPartnerId: string,
  policy: LinkPolicy,
): string | undefined {
  const plan = planLink(state, wantedPartnerId, policy);
  switch (plan.action) {
    case 'create':
      return `LINK_POLICY is ${policy}: there is no link, and the next run sets it again, to partner ID ${plan.partnerId}.`;
    case 'change':
      return `LINK_POLICY is ${policy}: the next run sets the link back to partner ID ${plan.partnerId}.`;
    case 'none':
    case 'held':
      return undefined;
  }
}
