// What ought to be delegated: contract §7.10.
import * as z from 'zod';
import { EXPECTED_STATES } from '../../../domain/expected-subscription.ts';
import { expectedBody } from '../../expected-request.ts';
import { component } from '../component.ts';
import { listOf } from './list.ts';
import { finding } from './subscription.ts';
import { guid, time } from './words.ts';

export const expectedSubscription = component(
  'ExpectedSubscription',
  z
    .object({
      subscriptionId: guid,
      name: z.string().optional(),
      customer: z.string().optional(),
      note: z.string().optional(),
      dueAt: time,
      createdAt: time.describe('When it was put on the list first.'),
      state: z
        .enum(EXPECTED_STATES)
        .describe('`missing`: due, and delegated nowhere. `arrived`: some identity sees a delegation of it.'),
      findings: z.array(finding).describe('`expected-missing` while it is missing.'),
    })
    .describe('A subscription that ought to be delegated, and whether it is.'),
  {
    subscriptionId: '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
    name: 'Birkenhof production',
    customer: 'Birkenhof Dairy',
    dueAt: '2026-03-31T16:00:00.000Z',
    createdAt: '2026-02-27T18:01:44.000Z',
    state: 'waiting',
    findings: [],
  },
);

export const expectedList = listOf('ExpectedSubscriptionList', expectedSubscription);

export const expectedWish = component(
  'ExpectedSubscriptionWish',
  expectedBody.describe('Everything may be left out. Without `dueAt` it is due now.'),
  {
    name: 'Birkenhof production',
    customer: 'Birkenhof Dairy',
    dueAt: '2026-03-31T18:00:00+02:00',
    note: 'Order 10342',
  },
);
