// What the lists take in the query.
import { parameters } from './query.ts';

const { recognition, tenantId, finding, state, identity, top, skipToken, format } = parameters;

export const subscriptionsQuery = { recognition, tenantId, finding, identity, top, skipToken, format };
export const runsQuery = { identity, top, skipToken, format };
export const expectedListQuery = { state, identity, top, skipToken, format };
