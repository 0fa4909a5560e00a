// Looks at Azure, GET by GET, and keeps what it answered. Bounded: a handful of questions, and one for each subscription
// up to the limit.
import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { CloudName } from '../../src/azure/clouds.ts';
import type { Answer, AzureReader } from './azure-reader.ts';
import {
  assignmentsPage,
  groupOf,
  link,
  subscriptionsPage,
  type Assignment,
  type ListedSubscription,
} from './shapes.ts';
import type { KnownKind, KnownLook, Look, Sight } from './sight.ts';

export interface LookOptions {
  cloud: CloudName;
  clientId: string;
  /** How many delegated subscriptions are looked at. */
  limit: number;
  known: Partial<Record<KnownKind, string>>;
  /** Whether Entra is asked for tokens that it must refuse. */
  refusedSignIns: boolean;
}

const AT_A_TIME = 4;
const MOST_PAGES = 1000;
const SUBSCRIPTIONS = 'api-version=2022-12-01';
const PARTNERS = '/providers/Microsoft.ManagementPartner/partners';
const DELEGATIONS = '/providers/Microsoft.ManagedServices/registrationAssignments';
const EXPANDED = 'api-version=2022-10-01&$expandRegistrationDefinition=true';

export async function look(reader: AzureReader, options: LookOptions): Promise<Sight> {
  const throttled: Sight['throttled'] = [];
  const arm = async (path: string) => {
    const answer = await reader.arm(path);
    const level = /\/subscriptions\/[^?]/.test(path) ? 'subscription' : 'tenant';
    if (answer.status === 429) throttled.push({ level, answer });
    return answer;
  };
  const partners = await arm(`${PARTNERS}?api-version=2018-02-01`);
  const { pages, listed, isWhole } = await listAll(arm);
  const byId = new Map(listed.map((each) => [each.subscriptionId, each]));
  const candidates = listed.filter(({ tenantId }) => tenantId !== reader.tenantId).slice(0, options.limit);
  const looks = await pMap(candidates, (each) => lookAt(arm, each.subscriptionId, each), {
    concurrency: AT_A_TIME,
  });
  const known: Partial<Record<KnownKind, KnownLook>> = {};
  for (const [kind, id] of Object.entries(options.known) as [KnownKind, string][])
    known[kind] = {
      ...(await lookAt(arm, id, byId.get(id))),
      subscription: await arm(`/subscriptions/${id}?${SUBSCRIPTIONS}`),
    };
  const linked = link.safeParse(partners.body).data?.properties;
  const other = linked?.partnerId === '1000001' ? '1000002' : '1000001';
  const isLinked = partners.status === 200 && linked?.state === 'Active';
  return {
    cloud: options.cloud,
    providerTenantId: reader.tenantId,
    principalId: reader.principalId,
    partners,
    otherPartner: isLinked ? await arm(`${PARTNERS}/${other}?api-version=2018-02-01`) : undefined,
    pages,
    isWhole,
    listed,
    looks,
    known,
    madeUp: await arm(`/subscriptions/${randomUUID()}?${SUBSCRIPTIONS}`),
    ...(await closerLook(arm, looks, reader)),
    unauthenticated: await reader.armWithoutToken(`/subscriptions?${SUBSCRIPTIONS}`),
    graph: await reader.graph(memberOf(reader)),
    graphUnauthenticated: await reader.graphWithoutToken(memberOf(reader)),
    refusedSignIns: options.refusedSignIns ? await signInWrongly(reader, options.clientId) : undefined,
    throttled,
  };
}

type Get = (path: string) => Promise<Answer>;

async function listAll(arm: Get): Promise<Pick<Sight, 'pages' | 'listed' | 'isWhole'>> {
  const pages: Answer[] = [];
  const listed: ListedSubscription[] = [];
  let next: string | undefined = `/subscriptions?${SUBSCRIPTIONS}`;
  while (next !== undefined && pages.length < MOST_PAGES) {
    const answer: Answer = await arm(next);
    pages.push(answer);
    const page = answer.status === 200 ? subscriptionsPage.safeParse(answer.body).data : undefined;
    if (page === undefined) return { pages, listed, isWhole: false };
    listed.push(...page.value);
    next = page.nextLink;
  }
  return { pages, listed, isWhole: next === undefined };
}

async function lookAt(arm: Get, subscriptionId: string, listed?: ListedSubscription): Promise<Look> {
  const first = await arm(`/subscriptions/${subscriptionId}${DELEGATIONS}?${EXPANDED}`);
  const assignments: Assignment[] = [];
  let [answer, pages] = [first, 0];
  for (;;) {
    const page = answer.status === 200 ? assignmentsPage.safeParse(answer.body).data : undefined;
    if (page === undefined || pages > MOST_PAGES)
      return { subscriptionId, listed, answer: first, paged: pages > 0 };
    assignments.push(...page.value);
    if (page.nextLink === undefined)
      return { subscriptionId, listed, answer: first, assignments, paged: pages > 0 };
    pages += 1;
    answer = await arm(page.nextLink);
  }
}

/** Questions that need a subscription on which something is delegated. */
async function closerLook(
  arm: Get,
  looks: readonly Look[],
  { tenantId, principalId }: AzureReader,
): Promise<Pick<Sight, 'filtered' | 'group' | 'definition' | 'roleAssignments'>> {
  const ours = ({ properties }: Assignment) =>
    properties.registrationDefinition.properties.managedByTenantId === tenantId;
  const delegated = looks.find(({ assignments }) => assignments?.some(ours));
  const held = looks.find(({ assignments }) =>
    assignments?.some(
      (each) =>
        ours(each) &&
        each.properties.provisioningState === 'Succeeded' &&
        each.properties.registrationDefinition.properties.authorizations.some(
          (authorization) => authorization.principalId === principalId,
        ),
    ),
  );
  const mixed = looks.find(
    ({ assignments }) =>
      assignments?.some((each) => groupOf(each) === undefined) &&
      assignments.some((each) => groupOf(each) !== undefined),
  );
  const group = mixed?.assignments?.map(groupOf).find((name) => name !== undefined);
  const definitionId = delegated?.assignments?.find(ours)?.properties.registrationDefinitionId;
  const filter = encodeURIComponent(`managedByTenantId eq '${randomUUID()}'`);
  const holder = encodeURIComponent(`assignedTo('${principalId}')`);
  const at = (subscription: Look | undefined, path: string) =>
    subscription && arm(`/subscriptions/${subscription.subscriptionId}${path}`);
  return {
    filtered: await at(delegated, `${DELEGATIONS}?${EXPANDED}&$filter=${filter}`),
    group:
      group === undefined ? undefined : await at(mixed, `/resourceGroups/${group}${DELEGATIONS}?${EXPANDED}`),
    definition:
      definitionId === undefined
        ? undefined
        : await arm(`/${definitionId.replace(/^\/+/, '')}?api-version=2022-10-01`),
    roleAssignments: await at(
      held,
      `/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=${holder}&tenantId=${tenantId}`,
    ),
  };
}

function memberOf({ principalId }: AzureReader): string {
  return `/v1.0/servicePrincipals/${principalId}/transitiveMemberOf?$select=id&$top=1`;
}

async function signInWrongly({ signIn, tenantId }: AzureReader, clientId: string) {
  return {
    unknownApp: await signIn(tenantId, randomUUID(), randomUUID()),
    wrongSecret: await signIn(tenantId, clientId, randomUUID()),
    unknownTenant: await signIn(randomUUID(), randomUUID(), randomUUID()),
  };
}
