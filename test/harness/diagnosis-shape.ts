// The shape of contract §7.5, written from the contract and not from the code.
import * as z from 'zod';

const finding = z.strictObject({
  code: z.string().regex(/^[a-z-]+$/),
  message: z.string().min(10),
  fix: z.string().min(10),
  scope: z.string().startsWith('/subscriptions/').optional(),
});

const reason = {
  number: z.int().min(1).max(21),
  code: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  title: z.string().min(10),
};

export const diagnosisShape = z.strictObject({
  subscriptionId: z.guid().lowercase(),
  identity: z.string().regex(/^[a-z0-9-]{1,40}$/),
  observedAt: z.iso.datetime(),
  reasons: z
    .array(
      z.discriminatedUnion('answer', [
        z.strictObject({ ...reason, answer: z.literal('ok') }),
        z.strictObject({ ...reason, answer: z.literal('found'), finding }),
        z.strictObject({
          ...reason,
          answer: z.literal('cannot-be-seen-from-here'),
          look: z.string().min(20),
        }),
      ]),
    )
    .length(21),
  reportsExpected: z.strictObject({ earliest: z.iso.datetime().nullable(), text: z.string().min(20) }),
});
