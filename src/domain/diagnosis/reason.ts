// Every known reason why a customer is missing from Microsoft's reports (facts: pal-pec-lighthouse.md §2), and where
// each can be looked up that Keeper cannot see. Numbers and codes are a contract; docs/diagnosis.md lists the same.

export interface Reason {
  number: number;
  title: string;
  /** Where to look instead: places by their names in Partner Center, the Azure portal and Entra. */
  look: string;
}

const SERVICE_PROVIDERS =
  'In the Azure portal of the customer: Service providers > Delegations shows each delegation with its roles and principals; of the provider: My customers > Delegations.';
const DAILY_USAGE =
  'In Partner Center: Billing > Billing history > daily rated usage, where EntitlementId is the Azure subscription';
const RECONCILE = 'POST /api/reconciliations reads it now.';
const SHOW_LINK =
  'GET /api/partner-link reads it now. Elsewhere only the principal itself sees its link: signed in as it in the provider tenant, az managementpartner show.';

export const REASONS = {
  'no-access': {
    number: 1,
    title: 'The linked principal has no Azure role here',
    look: `${SERVICE_PROVIDERS} Roles given past Lighthouse stand under the subscription's Access control (IAM) > Role assignments.`,
  },
  'no-usage': {
    number: 2,
    title: 'The subscription has no usage',
    look: `In the Azure portal: Cost Management > Cost analysis of this subscription. ${DAILY_USAGE}: no line, no usage.`,
  },
  'principal-gone': {
    number: 3,
    title: 'The linked principal was deleted or disabled',
    look: 'In the Entra admin center of the provider tenant: Enterprise applications > the principal by its object id > Properties > Enabled for users to sign in. GET /api/reconciliations shows why a run failed.',
  },
  'partner-id-deleted': {
    number: 4,
    title: 'The partner ID was deleted',
    look: 'In Partner Center: Account settings > the partner profile, whose Associated Partner ID (location) must be there and active.',
  },
  'role-not-eligible': {
    number: 5,
    title: 'The role does not count, or is only just-in-time',
    look: `${SERVICE_PROVIDERS} Microsoft's table of roles for partner earned credit (Partner Center documentation) says which count.`,
  },
  'not-whole-day': {
    number: 6,
    title: 'Access was not held for the whole day',
    look: `GET /api/evidence?month=YYYY-MM shows each day as far as it was observed. ${DAILY_USAGE}: PartnerEarnedCreditPercentage stands beside each UsageDate.`,
  },
  'link-in-wrong-tenant': {
    number: 7,
    title: 'The link was made in another tenant than the provider tenant, where Lighthouse needs it',
    look: 'For access through Lighthouse the link belongs into the provider tenant. Sign in as the principal in each tenant where it may have been linked and run: az managementpartner show. Accounts that have access as guests in customer tenants need a link in each of these.',
  },
  'no-authorization': {
    number: 8,
    title: 'The delegation does not name the linked principal',
    look: SERVICE_PROVIDERS,
  },
  'delegation-removed': {
    number: 9,
    title:
      'The customer removed the delegation or the partner access (AOBO), or a deny assignment stands against it',
    look: `In the Azure portal of the customer, for the subscription and its resource groups: Access control (IAM) > Deny assignments, and > Role assignments for the foreign principal of the partner (AOBO). ${SERVICE_PROVIDERS}`,
  },
  'other-organisation': {
    number: 10,
    title: 'The linked partner ID belongs to another organisation than the transacting partner',
    look: `${DAILY_USAGE}, MpnId the transacting partner and Tier2MpnId the reseller of record: one of them must belong to the organisation of the linked ID (Account settings > the partner profile).`,
  },
  'offer-not-eligible': {
    number: 11,
    title: 'The offer or the usage earns no credit: legacy, reservation, savings plan, Spot, third party',
    look: `In Partner Center: Customers > the customer > Azure plan; a legacy subscription is not under it. ${DAILY_USAGE}: look at BenefitType, CreditType, PublisherName and SkuName. In Cost Management at the billing account: pricingModel and publisherType.`,
  },
  'agreement-not-active': {
    number: 12,
    title:
      'The partner agreement is not active, or the partner is neither indirect provider nor direct-bill partner',
    look: 'In Partner Center: Account settings > Agreements, and the programs in which the partner is enrolled. An indirect reseller earns nothing itself: its provider does.',
  },
  'legacy-invoice': {
    number: 13,
    title: 'The legacy (D) invoice was looked at instead of the G invoice',
    look: 'In Partner Center: Billing > Billing history. Azure plan usage, and the credit on it, stands on the invoice whose number begins with G.',
  },
  'report-not-refreshed': {
    number: 14,
    title: 'The report is not refreshed yet, or the reader lacks the role for it',
    look: 'In Partner Center: Insights > the date of the last refresh; reportsExpected says what to wait for. Revenue (ACR) is shown to the role Executive report viewer alone: Account settings > User management.',
  },
  'report-filter': {
    number: 15,
    title: 'The report is filtered to other associations',
    look: 'In Partner Center: Insights > the filter of association types must have Partner Admin Link selected.',
  },
  'moved-to-modern-commerce': {
    number: 16,
    title:
      'The subscription moved from an Enterprise Agreement to modern commerce, which does not take the partner ID along',
    look: 'In the Azure portal of the customer: Subscriptions > the subscription > Properties and Billing scope show offer and billing account; ask the customer whether it was moved.',
  },
  'link-missing': { number: 17, title: 'The principal has no partner link', look: SHOW_LINK },
  'link-other-partner': {
    number: 18,
    title: 'The principal is linked to another partner ID',
    look: SHOW_LINK,
  },
  'resource-group-only': {
    number: 19,
    title: 'Only resource groups are delegated',
    look: SERVICE_PROVIDERS,
  },
  'delegation-not-succeeded': {
    number: 20,
    title: 'The delegation failed or is still being provisioned',
    look: `${SERVICE_PROVIDERS} Its deployment stands under the subscription's Settings > Deployments.`,
  },
  'subscription-not-enabled': {
    number: 21,
    title: 'The subscription is not Enabled',
    look: `In the Azure portal of the customer: Subscriptions > the subscription > Overview > Status. ${RECONCILE}`,
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;

/** In the order of their numbers. */
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];
