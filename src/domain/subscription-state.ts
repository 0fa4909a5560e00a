// What Azure's word for the state of a subscription says: `Enabled`, a word for what is not, or nothing that was given.

/** Stands where Azure gave none: that it is not Enabled was not seen then. */
export const STATE_NOT_GIVEN = 'Unknown';

export function isSeenNotEnabled(state: string): boolean {
  return state !== 'Enabled' && state !== STATE_NOT_GIVEN;
}
