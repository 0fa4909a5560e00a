// What the tests of the adapters share: an identity with ids of its own, sessions over the real SDKs, and deadlines
// whose waits are noted and not waited for.
import { randomInt, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { startCloud, type Cloud, type CloudOptions } from '../../local/cloud/cloud.ts';
import type { Customer, Subscription, World } from '../../local/cloud/world.ts';
import { connectAzure, type AzureOptions } from '../../src/azure/connect-azure.ts';
import { AzureFailure, type AzureSession } from '../../src/ports/azure.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { DeadlineExceeded, type Deadline } from '../../src/ports/deadline.ts';
import type { CredentialChoice, Identity } from '../../src/ports/identity.ts';

export interface TestIdentity extends Identity {
  principalId: string;
}

export function newIdentity(credential: CredentialChoice = { kind: 'simulator' }): TestIdentity {
  return {
    name: 'default',
    tenantId: randomUUID(),
    clientId: randomUUID(),
    principalId: randomUUID(),
    partnerId: newPartnerId(),
    credential,
  };
}

export function newPartnerId(): string {
  return String(randomInt(1_000_000, 9_999_999));
}

export function claimsOf({ tenantId, principalId }: TestIdentity): { tid: string; oid: string } {
  return { tid: tenantId, oid: principalId };
}

/** A cloud that ends with the test; its only principal is the identity's, its partners are the identity's and others. */
export async function cloudForTest(
  identity: TestIdentity,
  customers: Customer[] = [],
  { partners = [], ...options }: Partial<CloudOptions> & { partners?: string[] } = {},
): Promise<Cloud> {
  const { tenantId, clientId, principalId: objectId } = identity;
  const world: World = {
    provider: { tenantId, name: 'Provider' },
    principals: [{ clientId, objectId, displayName: 'Keeper', groups: [] }],
    groups: [],
    partners: [identity.partnerId, ...partners].map((partnerId) => ({ partnerId, name: 'Partner' })),
    links: [],
    graphGranted: false,
    customers,
    extraRoles: [],
  };
  const cloud = await startCloud({ world, ...options });
  onTestFinished(() => cloud.close());
  return cloud;
}

/** One customer with this subscription, visible to everybody. */
export function customerWith(...subscriptions: Subscription[]): Customer {
  return { tenantId: randomUUID(), name: 'Customer', subscriptions };
}

export function newSubscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    subscriptionId: randomUUID(),
    displayName: 'Production',
    state: 'Enabled',
    visible: true,
    offers: [],
    ...changes,
  };
}

/** Waits return at once and stand in `waitsMs`; the time is up only when `expire` is called. */
export interface ToldDeadline extends Deadline {
  waitsMs: number[];
}

export function toldDeadline(leftMs = 600_000): ToldDeadline {
  const controller = new AbortController();
  const waitsMs: number[] = [];
  return {
    signal: controller.signal,
    waitsMs,
    remainingMs: () => (controller.signal.aborted ? 0 : leftMs),
    wait: async (ms) => {
      waitsMs.push(ms);
    },
    expire: () => controller.abort(new DeadlineExceeded()),
    end: () => undefined,
  };
}

export async function sessionAt(
  simulatorUrl: string,
  identity: Identity,
  deadline: Deadline = toldDeadline(),
  options: Partial<AzureOptions> = {},
): Promise<AzureSession> {
  const azure = connectAzure(identity, { cloud: 'public', simulatorUrl, clock: systemClock, ...options });
  return azure.openSession(deadline);
}

/** The AzureFailure that the promise ends with; the test fails where it ends otherwise. */
export async function failureOf(promise: Promise<unknown>): Promise<AzureFailure> {
  const outcome: unknown = await promise.catch((error: unknown) => error);
  if (outcome instanceof AzureFailure) return outcome;
  throw new Error(`An AzureFailure was expected, not ${String(outcome)}.`);
}
