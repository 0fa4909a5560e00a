// Onboarding checks of the demo's subscriptions over HTTP, and the shape of their answers: contract §7.2, §8.
import { expect } from 'vitest';
import * as z from 'zod';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import type { Served } from './host.ts';
import { subscriptionShape } from './shapes.ts';

const checkShape = subscriptionShape.partial({ displayName: true, tenantId: true, state: true }).extend({
  checkedAt: z.iso.datetime(),
  retryAfterSeconds: z.int().min(1).optional(),
});

export type CheckJson = z.infer<typeof checkShape>;

export interface Checked {
  check: CheckJson;
  /** `recognition finding ...`, and after a `|` when to ask again. */
  line: string;
  /** Requests to Azure, without those for tokens and to Graph. */
  armCalls: number;
  tokens: number;
}

/** @param n of the demo's subscription */
export async function checkDemo(served: Served, n: number, query = ''): Promise<Checked> {
  const { cloud, post } = served;
  const before = cloud.calls();
  const answer = await post(`/api/onboarding-checks${query}`, { subscriptionId: demoSubscriptionId(n) });
  expect(answer.status).toBe(200);
  const check = checkShape.parse(answer.json);
  const { recognition, findings, retryAfterSeconds } = check;
  expect(answer.headers.get('retry-after')).toBe(retryAfterSeconds?.toString() ?? null);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const asked = Object.entries(cloud.calls()).map(([operation, count]): [string, number] => [
    operation,
    count - (before[operation] ?? 0),
  ]);
  const sum = (isMeant: (operation: string) => boolean) =>
    asked.reduce((total, [operation, count]) => total + (isMeant(operation) ? count : 0), 0);
  return {
    check,
    line: [
      recognition,
      ...findings.map(({ code }) => code),
      ...(retryAfterSeconds ? ['|', retryAfterSeconds] : []),
    ].join(' '),
    armCalls: sum((operation) => /^(partner|subscriptions|registration|roleDef)/.test(operation)),
    tokens: sum((operation) => operation === 'entra.token'),
  };
}
