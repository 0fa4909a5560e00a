// The partner link as it stands now: contract §7.6.
import * as z from 'zod';
import { linkBody } from '../../partner-link-request.ts';
import { component } from '../component.ts';
import { linkFields } from './link.ts';
import { condition } from './subscription.ts';

export const partnerLink = component(
  'PartnerLink',
  z
    .object({
      ...linkFields,
      conditions: z.array(condition),
      note: z.string().optional().describe('What the next run will do about it.'),
    })
    .describe('The link (PAL) of an identity, as Azure tells it now.'),
  { state: 'right', partnerId: '4242424', wantedPartnerId: '4242424', version: 3, conditions: [] },
);

export const linkWish = component(
  'PartnerLinkRequest',
  linkBody.describe('The partner ID that is to be linked; here or in the query.'),
  { partnerId: '4242424' },
);
