// Every assumption that reading can show is found to differ once the simulated Azure is switched; the others say what
// would show them; and nothing else is said to differ.
import { beforeAll, expect, test, type TestContext } from 'vitest';
import { defaultAssumptions, type Assumptions } from '../../local/cloud/assumptions.ts';
import type { Cloud, CloudOptions } from '../../local/cloud/cloud.ts';
import { DEMO_IDENTITY, DEMO_OTHER_PARTNER_ID } from '../../local/cloud/worlds/demo-identity.ts';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { runProbe, type ProbeOptions } from '../../local/probe/run-probe.ts';
import type { CredentialChoice } from '../../src/ports/identity.ts';
import { send, tokenOf } from '../cloud/client.ts';
import { cloudFor } from '../harness/keeper.ts';
import { wholeFile } from '../harness/whole-file.ts';

type Setup = {
  cloud?: Partial<CloudOptions>;
  /** After the cloud is there and before it is asked. */
  before?: (cloud: Cloud) => void | Promise<void>;
  probe?: Partial<ProbeOptions>;
  credential?: CredentialChoice;
};

const error = { status: 418, code: 'Teapot', message: 'Something else.' };
const known = (kind: string, number: number) => ({ known: { [kind]: demoSubscriptionId(number) } });
const linked: Setup = { before: (cloud) => cloud.setLink(DEMO_OTHER_PARTNER_ID) };
const hidden: Setup = {
  before: (cloud) => show(cloud, 15, false),
  probe: known('hidden', 15),
};
const throttled: Setup = {
  cloud: { now: frozen() },
  before: useUpTenantReads,
};
const refused: Setup = {
  before: ({ world }) => {
    Object.assign(world.principals[0] ?? {}, { secret: 'right' });
  },
  probe: { refusedSignIns: true },
  credential: { kind: 'secret', clientSecret: 'right' },
};

const SEEN: [keyof Assumptions, Partial<Assumptions>, Setup?][] = [
  ['linkMissing', { linkMissing: error }],
  ['linkOfAnotherPartner', { linkOfAnotherPartner: error }, linked],
  [
    'deletedLinkRead',
    { deletedLinkRead: 'shown-as-deleted' },
    {
      before: (cloud) => {
        cloud.setLink(DEMO_OTHER_PARTNER_ID);
        cloud.setLink(null);
      },
    },
  ],
  ['partnersInSovereignClouds', { partnersInSovereignClouds: false }, { probe: { cloud: 'usgovernment' } }],
  ['groupOnlyListed', { groupOnlyListed: false }, { probe: known('group-only', 3) }],
  ['groupOnlyManagedByTenants', { groupOnlyManagedByTenants: false }],
  [
    'pendingDelegationListed',
    { pendingDelegationListed: true },
    { before: (cloud) => show(cloud, 13, undefined), probe: known('pending', 13) },
  ],
  ['authorizationSource', { authorizationSource: 'ByPartner' }],
  ['subscriptionsCount', { subscriptionsCount: 'page' }, { cloud: { pageSize: 5 } }],
  ['hiddenSubscription', { hiddenSubscription: 'forbidden' }, hidden],
  ['subscriptionNotFound', { subscriptionNotFound: error }],
  ['delegationsNeedRead', { delegationsNeedRead: false }],
  ['groupOnlyMayListDelegations', { groupOnlyMayListDelegations: false }, { probe: known('group-only', 3) }],
  ['delegationsForbiddenCode', { delegationsForbiddenCode: 'LinkedAuthorizationFailed' }],
  ['foreignDelegationsShown', { foreignDelegationsShown: false }, { probe: known('shared', 2) }],
  ['delegationFilter', { delegationFilter: 'ignored' }],
  ['delegationPageSize', { delegationPageSize: 1 }],
  ['groupListInherits', { groupListInherits: true }],
  ['definitionNamesManagee', { definitionNamesManagee: true }],
  ['roleAssignmentsByTenant', { roleAssignmentsByTenant: 'delegated' }],
  ['tenantThrottledCode', { tenantThrottledCode: 'TooManyRequests' }, throttled],
  ['throttledRetryAfter', { throttledRetryAfter: 'http-date' }, throttled],
  ['throttledRetryAfter', { throttledRetryAfter: 'none' }, throttled],
  ['partnersThrottled', { partnersThrottled: false }],
  ['unknownAppStatus', { unknownAppStatus: 401 }, refused],
  ['wrongSecretStatus', { wrongSecretStatus: 400 }, refused],
  ['unknownTenantStatus', { unknownTenantStatus: 404 }, refused],
  ['unauthenticated', { unauthenticated: error }],
  ['graphForbidden', { graphForbidden: error }],
  ['graphUnauthenticated', { graphUnauthenticated: error }],
];

const ONLY_BY_WRITING = [
  'createWhenLinked',
  'createSameId',
  'updateSameId',
  'updateWithoutLink',
  'deleteWithoutLink',
  'deleteOfAnotherPartner',
  'unknownPartner',
  'linkNotAllowed',
];

// Making a cloud makes keys, which takes long: one for all that only switch something.
const shared = wholeFile();
let plain: Cloud;
beforeAll(async () => {
  plain = await cloudFor(shared);
});

async function probe(t: TestContext, assumptions: Partial<Assumptions>, setup: Setup = {}) {
  const needsOwn = setup.cloud !== undefined || setup.before !== undefined;
  const cloud = needsOwn ? await cloudFor(t, setup.cloud) : plain;
  Object.assign(cloud.assumptions, defaultAssumptions, assumptions);
  await setup.before?.(cloud);
  cloud.resetCalls();
  const { tenantId, clientId, partnerId } = DEMO_IDENTITY;
  const credential = setup.credential ?? { kind: 'simulator' };
  const report = await runProbe(
    { name: 'default', tenantId, clientId, partnerId, credential },
    { cloud: 'public', simulatorUrl: cloud.url, limit: 50, known: {}, refusedSignIns: false, ...setup.probe },
  );
  const verdicts = new Map(report.assumptions.map((each) => [each.assumption, each]));
  return { report, verdicts, cloud };
}

test('each assumption is either shown by reading or said to need a write', () => {
  expect([...new Set(SEEN.map(([assumption]) => assumption)), ...ONLY_BY_WRITING].toSorted()).toEqual(
    Object.keys(defaultAssumptions).toSorted(),
  );
});

test.for(SEEN)('%s: %j is found to differ', async ([assumption, switched, setup], t) => {
  const { report, verdicts } = await probe(t, switched, setup);

  expect(verdicts.get(assumption)).toMatchObject({ verdict: 'differs', seen: expect.stringMatching(/\S/) });
  expect(report.assumptions.filter(({ verdict }) => verdict === 'differs')).toEqual([
    verdicts.get(assumption),
  ]);
});

test('as it is assumed, each is confirmed in the same way, but one that no reading can', async (t) => {
  const confirmed = new Set<keyof Assumptions>();
  for (const setup of new Set(SEEN.map(([, , each]) => each))) {
    const { report } = await probe(t, {}, setup);
    expect(report.totals.differs).toBe(0);
    for (const { assumption, verdict } of report.assumptions)
      if (verdict === 'confirmed') confirmed.add(assumption);
  }

  const seen = new Set(SEEN.map(([assumption]) => assumption));
  seen.delete('deletedLinkRead');
  expect(confirmed).toEqual(seen);
});

test('what only a write shows is never guessed, and says which', async (t) => {
  const { verdicts } = await probe(t, Object.fromEntries(ONLY_BY_WRITING.map((name) => [name, error])));

  for (const name of ONLY_BY_WRITING)
    expect(verdicts.get(name as keyof Assumptions)).toMatchObject({
      verdict: 'not-seen',
      wouldShow: expect.stringMatching(/^(?:PUT|PATCH|DELETE) /),
    });
});

test('an Azure that is away shows nothing, and nothing is said to differ', async (t) => {
  const { report } = await probe(
    t,
    {},
    {
      before: (cloud) => {
        for (const operation of ['subscriptions', 'partner', 'registration', 'role', 'graph'])
          cloud.addFault({ kind: 'status', status: 503, operation });
      },
      probe: known('group-only', 3),
    },
  );

  expect(report.assumptions.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
});

test('it asks by GET alone, but for tokens, and a bounded number of times', async (t) => {
  const { cloud, report } = await probe(t, {}, { ...linked, probe: { limit: 3 } });

  expect(report.subscriptions.lookedAt).toBe(3);
  expect(Object.keys(report.requests).filter((request) => !request.startsWith('GET '))).toEqual([
    'POST login.microsoftonline.com',
  ]);
  expect(cloud.calls()).toMatchObject({ 'registrationAssignments.list': 4, 'subscriptions.list': 2 });
  expect(cloud.linkHistory().at(-1)).toMatchObject({ by: 'other' });
});

function show(cloud: Cloud, number: number, visible: boolean | undefined): void {
  for (const { subscriptions } of cloud.world.customers)
    for (const each of subscriptions)
      if (each.subscriptionId === demoSubscriptionId(number)) {
        delete each.visible;
        if (visible !== undefined) each.visible = visible;
      }
}

/** The limit is 250, and with a clock that stands still nothing comes back. */
async function useUpTenantReads(cloud: Cloud): Promise<void> {
  const token = await tokenOf(cloud);
  await Promise.all(
    Array.from({ length: 250 }, () => send(cloud, '/subscriptions?api-version=2022-12-01', { token })),
  );
}

function frozen(): () => Date {
  const now = new Date();
  return () => now;
}
