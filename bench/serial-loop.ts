// The serial loop that public scripts use: list the subscriptions; for each one list its assignments unexpanded and get
// each definition; for each customer tenant read the PAL link once. Plain fetch, one call after the other.
import * as z from 'zod';
import { givenCloud, reportMeasure } from './measured.ts';

const cloud = givenCloud();
let calls = 0;

const subscriptionPage = z.object({
  value: z.array(z.object({ subscriptionId: z.string(), tenantId: z.string() })),
  nextLink: z.string().optional(),
});
const assignmentPage = z.object({
  value: z.array(z.object({ properties: z.object({ registrationDefinitionId: z.string() }) })),
});

const startedAt = performance.now();
const token = await requestToken();
const subscriptions: { subscriptionId: string; tenantId: string }[] = [];
for (let path: string | undefined = '/subscriptions?api-version=2022-12-01'; path !== undefined;) {
  const page: z.infer<typeof subscriptionPage> = subscriptionPage.parse(await get(path));
  subscriptions.push(...page.value);
  path = page.nextLink === undefined ? undefined : pathOf(page.nextLink);
}
for (const { subscriptionId } of subscriptions) {
  const services = `/subscriptions/${subscriptionId}/providers/Microsoft.ManagedServices`;
  const assignments = assignmentPage.parse(
    await get(`${services}/registrationAssignments?api-version=2022-10-01`),
  );
  for (const { properties } of assignments.value)
    await get(`/${properties.registrationDefinitionId.replace(/^\//, '')}?api-version=2022-10-01`);
}
for (const _ of new Set(subscriptions.map(({ tenantId }) => tenantId)))
  await get('/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01');
reportMeasure(performance.now() - startedAt, calls);

async function requestToken(): Promise<string> {
  const answer = await fetch(`${cloud.url}/${cloud.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'x-forwarded-host': 'login.microsoftonline.com' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: cloud.clientId,
      client_secret: crypto.randomUUID(),
      scope: 'https://management.azure.com/.default',
    }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

async function get(path: string): Promise<unknown> {
  calls += 1;
  const answer = await fetch(`${cloud.url}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'x-forwarded-host': 'management.azure.com' },
  });
  const body: unknown = await answer.json();
  // A script goes on after an error (no link yet, a definition it may not read).
  return body;
}

function pathOf(nextLink: string): string {
  const url = new URL(nextLink);
  return url.pathname + url.search;
}
