// Every reason that a run can find, each with what it means and what mends it. The codes are a contract: they
// never change their meaning and never go away.

export interface Finding {
  code: FindingCode;
  /** What was seen, in one or two sentences. */
  message: string;
  /** What mends it. */
  fix: string;
  /** ARM id of the scope it is about; absent where it is about the whole subscription, the link or the run. */
  scope?: string;
}

interface Text {
  message: string;
  fix: string;
}

const REDEPLOY = 'Redeploy the delegation (same offer name) with';
const SUPPORT_ROLE = 'a permanent Support Request Contributor for this principal, beside Reader';

const TEXTS = {
  'token-failed': (cause: string) => ({
    message: `Microsoft Entra gave no usable token: ${cause}`,
    fix: 'Check PROVIDER_TENANT_ID, CLIENT_ID and what CREDENTIAL needs, or the same in IDENTITIES (an expired secret or certificate, a missing federated credential), that the service principal exists and is enabled in the provider tenant, and that Entra of this cloud (AZURE_CLOUD) can be reached.',
  }),
  'listing-failed': (cause: string) => ({
    message: `The subscriptions could not be listed to the end: ${cause} The last known rows stand; no loss was concluded.`,
    fix: 'It often passes by itself with the next run. If it stays, check that this cloud (AZURE_CLOUD) can be reached and that the principal is enabled.',
  }),
  'link-missing': (wanted: string) => ({
    message: `The principal has no PAL link, so nothing is credited to partner ID ${wanted}.`,
    fix: `Under LINK_POLICY create or heal the next run links it; where it did not, link-refused says why. Or set it at once: PUT /api/partner-link, or signed in as this principal: az managementpartner create --partner-id ${wanted}`,
  }),
  'link-other-partner': (found: string, wanted: string) => ({
    message: `The principal is linked to partner ID ${found}, not to ${wanted}: the credit goes to ${found}.`,
    fix: 'If that is wrong, set LINK_POLICY to heal: the next run changes it without unlinking; where it did not, link-refused says why. Or set it at once: PUT /api/partner-link. If it is right, set PARTNER_ID (in IDENTITIES partnerId) to it. Then find out who wrote it.',
  }),
  'link-unreadable': (cause: string) => ({
    message: `The PAL link could not be read, so whether anything is credited is not known: ${cause}`,
    fix: 'Nothing is written on a link that cannot be read. It often passes by itself with the next run. If it stays, GET /api/partner-link reads it at once; or sign in as this principal and run: az managementpartner show',
  }),
  'link-refused': (cause: string) => ({
    message: `The change of the PAL link was refused, or not confirmed: ${cause}`,
    fix: 'Check that PARTNER_ID (in IDENTITIES partnerId) is the location (Associated Partner) ID of the partner profile, not the global one, and that it is active in Partner Center. The next run tries again.',
  }),
  'link-principal-mismatch': (expected: string, found: string) => ({
    message: `The token is for principal ${found}, but this identity is principal ${expected}. Nothing was read or written.`,
    fix: `If the principal was made anew on purpose, set PRINCIPAL_ID (in IDENTITIES principalId) to ${found} to accept it, and have every delegation redeployed with it. Otherwise give Keeper the credential of ${expected} again.`,
  }),
  'no-authorization': (principalId: string) => ({
    message: `Delegated, but with no permanent role for principal ${principalId}.`,
    fix: `${REDEPLOY} ${SUPPORT_ROLE}.`,
  }),
  'role-not-eligible': (roles: string) => ({
    message: `Holds only ${roles}: no role that counts for partner earned credit.`,
    fix: `${REDEPLOY} ${SUPPORT_ROLE}.`,
  }),
  'role-unlisted': (roles: string) => ({
    message: `Holds ${roles}, on which Microsoft's table of roles says neither yes nor no.`,
    fix: `${REDEPLOY} ${SUPPORT_ROLE}. If Microsoft gave you an answer for the role, lay it down in ROLE_OVERRIDES.`,
  }),
  'role-just-in-time-only': (roles: string) => ({
    message: `${roles}: authorized just-in-time (eligible) only, which does not count and which a service principal cannot activate.`,
    fix: `${REDEPLOY} ${SUPPORT_ROLE}.`,
  }),
  'role-unsupported-soon': (roles: string) => ({
    message: `Lighthouse no longer takes ${roles} for new delegations. This one works on, but cannot be deployed again as it is.`,
    fix: 'Replace the role in your template before its next deployment, for example by Support Request Contributor.',
  }),
  'resource-group-only': () => ({
    message:
      'Only resource groups are delegated with a role that counts; the rest of the subscription is not credited.',
    fix: 'Have the customer delegate the whole subscription, if you manage more of it than these groups.',
  }),
  'group-unresolved': (cause: string) => ({
    message: `The delegation names other principals, and whether one is a group with this principal in it is not known (${cause}). No Microsoft source says that a linked service principal counts through a group.`,
    fix: `${REDEPLOY} ${SUPPORT_ROLE}. Or set GROUP_LOOKUP to graph and give the principal Application.Read.All on Microsoft Graph.`,
  }),
  'delegation-not-succeeded': (state: string, underWay: boolean) =>
    underWay
      ? {
          message: `The delegation is still being provisioned (${state}); what it will give is not known yet.`,
          fix: 'Wait: it takes minutes, about 15 at most. If it stays, have the customer look at the deployment and run it again.',
        }
      : {
          message: `The delegation did not come about (${state}) and gives no access.`,
          fix: 'Have the customer look at the deployment (Service providers > Delegations) and run it again.',
        },
  'subscription-not-enabled': (state: string) => ({
    message: `The subscription is ${state}, not Enabled: what is not used is not credited.`,
    fix: 'Have the customer or the billing owner settle what stopped it, or remove the delegation if it is at its end.',
  }),
  'duplicate-offer-risk': (roles: string, offers: string) => ({
    message: `Each of the offers ${offers} gives this principal ${roles}: when one is removed, access through the others can go with it.`,
    fix: 'Keep one offer for each customer, and redeploy the one that stays after removing the others.',
  }),
  'expected-missing': (what: string | { more: number }) => ({
    message:
      typeof what === 'string'
        ? `Ought to be delegated since ${what} and is not.`
        : `${what.more} more subscriptions ought to be delegated and are not: GET /api/expected-subscriptions?state=missing lists them all.`,
    fix: 'Give the customer the onboarding template again, or take the entry off the list of expected subscriptions.',
  }),
  removed: () => ({
    message:
      'Was delegated and is no more: removed by the customer, replaced without this principal, or the subscription is gone.',
    fix: 'Ask the customer whether it was meant. If not, have the onboarding template deployed again.',
  }),
  'not-visible-yet': () => ({
    message:
      'Not visible to this principal: not delegated, delegated without it, or delegated only minutes ago.',
    fix: 'A new delegation takes up to 15 minutes to show: ask again. If it stays, have the onboarding template deployed in that subscription.',
  }),
  'not-delegated': () => ({
    message: 'Visible, but nothing in it is delegated to the provider tenant.',
    fix: 'Have the onboarding template deployed in that subscription.',
  }),
  'own-tenant': () => ({
    message: "A subscription of the provider's own tenant, where Lighthouse has nothing to delegate.",
    fix: "Ask for the customer's subscription.",
  }),
  'read-failed': (cause: string) => ({
    message: `What is delegated could not be read this time, so nothing is concluded: ${cause}`,
    fix: 'It often passes by itself with the next run. If it stays, check that the delegation gives the principal Reader: Support Request Contributor alone may not read delegations.',
  }),
  'not-whole-day': (date: string) => ({
    message: `On ${date} (UTC) it was recognised for a part of the day, or of the subscription, only.`,
    fix: 'Nothing to mend if it began that day: the next whole day counts. Else look up what changed (GET /api/subscriptions/{id}/events) and let no redeployment take the role away.',
  }),
  'no-resources': () => ({
    message: 'Nothing that is used was seen in the subscription: without usage there is no credit.',
    fix: 'Nothing to mend if the customer has not begun yet.',
  }),
} as const satisfies Record<string, (...details: never[]) => Text>;

export type FindingCode = keyof typeof TEXTS;

export const FINDING_CODES = Object.keys(TEXTS) as FindingCode[];

/** @param details what the text of this code names: causes, roles, ids; never a secret */
export function finding<Code extends FindingCode>(
  code: Code,
  ...details: Parameters<(typeof TEXTS)[Code]>
): Finding {
  const write = TEXTS[code] as (...details: Parameters<(typeof TEXTS)[Code]>) => Text;
  return { code, ...write(...details) };
}
