// Bodies that are too small for a file of their own: health, the run and the resend that are asked for.
import * as z from 'zod';
import { reconcileBody } from '../../reconcile-request.ts';
import { resendBody } from '../../resend-request.ts';
import { component } from '../component.ts';
import { count } from './words.ts';

export const health = component('Health', z.object({ status: z.literal('ok') }), { status: 'ok' });

export const readiness = component('Readiness', z.object({ status: z.literal('ready') }), {
  status: 'ready',
});

export const reconcileWish = component(
  'ReconcileRequest',
  reconcileBody.describe('What to run. Nothing at all is a real run of all identities.'),
  { dryRun: true },
  { dryRun: false, identity: 'default' },
);

export const resendWish = component(
  'ResendRequest',
  resendBody.describe('Whose letter it is; letters of all identities have different ids.'),
  { identity: 'default' },
);

export const resent = component(
  'Resent',
  z
    .object({
      id: z.string(),
      state: z
        .enum(['delivered', 'retrying', 'dead'])
        .describe(
          '`retrying`: it failed again, and has all its tries before it. `dead`: the receiver answered 410.',
        ),
      attempts: count.describe('Since it was taken up again.'),
      lastStatus: z
        .int()
        .min(100)
        .max(599)
        .nullable()
        .describe('HTTP status of the try; null where no answer came, or where it arrived.'),
    })
    .describe('What came of the letter.'),
  { id: 'msg_4f1d7a', state: 'delivered', attempts: 1, lastStatus: null },
);

export const openApiDocumentShape = component(
  'OpenApi',
  z
    .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
    .describe('An OpenAPI document.'),
);
