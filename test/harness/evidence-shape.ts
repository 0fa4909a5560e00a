// The shape of the evidence (contract §8), written from the contract and not from the code.
import * as z from 'zod';
import { eventShape } from './shapes.ts';

const time = z.iso.datetime();
const guid = z.guid().lowercase();

export const evidenceShape = z.strictObject({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  identity: z.string(),
  partnerId: z.string().regex(/^\d+$/),
  principalId: guid.nullable(),
  catalogueDate: z.iso.date(),
  roleOverrides: z.record(guid, z.enum(['yes', 'no'])),
  generatedAt: time,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  proves: z.strictObject({ configuration: z.string().min(40), notPayment: z.string().min(40) }),
  link: z.array(
    z.strictObject({
      from: time,
      to: time.nullable(),
      state: z.enum(['none', 'right', 'other', 'unreadable']),
      partnerId: z.string().regex(/^\d+$/).optional(),
    }),
  ),
  subscriptions: z.array(
    z.strictObject({
      subscriptionId: guid,
      displayName: z.string(),
      tenantId: guid,
      tenantName: z.string().optional(),
      days: z.array(
        z.strictObject({
          date: z.iso.date(),
          coverage: z.enum(['pec', 'partial', 'none', 'unobserved']),
        }),
      ),
      transitions: z.array(
        eventShape.extend({
          type: z.enum(['recognition.gained', 'recognition.lost']),
          // Stands beside.
          runId: z.string().optional(),
        }),
      ),
    }),
  ),
  runs: z.array(z.string()),
});

export type EvidenceJson = z.infer<typeof evidenceShape>;
