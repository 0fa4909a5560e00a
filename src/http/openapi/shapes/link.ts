// The partner link (PAL) of an identity: contract §8.
import * as z from 'zod';
import { partnerId, time } from './words.ts';

export const linkFields = {
  state: z
    .enum(['none', 'right', 'other', 'unreadable'])
    .describe(
      '`other`: linked to another partner ID. `unreadable`: it could not be seen, which is not `none`.',
    ),
  partnerId: partnerId.optional().describe('The partner ID that is linked now.'),
  wantedPartnerId: partnerId.describe('The partner ID of the settings.'),
  version: z.int().min(1).optional().describe('As Azure counts the changes of the link.'),
  updatedTime: time.optional(),
};
