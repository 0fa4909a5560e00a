// What each finding code means, in one sentence without the particulars: docs/errors.md says the same.
import type { FindingCode } from '../domain/finding.ts';

export const FINDING_MEANINGS: Readonly<Record<FindingCode, string>> = {
  'token-failed': 'Entra gave no usable token; the run or check failed, nothing was concluded.',
  'listing-failed':
    'The subscriptions could not be listed to the end; the run failed, nothing was concluded.',
  'link-missing': 'The principal has no PAL link.',
  'link-other-partner': 'The principal is linked to another partner ID.',
  'link-unreadable': 'The link could not be read; nothing was written.',
  'link-refused': 'Azure did not carry out the change of the link; the cause stands in the message.',
  'link-principal-mismatch':
    'The token is for another principal than this identity is known as; nothing was read or written.',
  'no-authorization': 'Delegated, but without a permanent role for this principal.',
  'role-not-eligible': 'Only roles that do not count for partner earned credit.',
  'role-unlisted': "A role on which Microsoft's table says nothing.",
  'role-just-in-time-only': 'Authorized just-in-time (eligible) only.',
  'role-unsupported-soon': 'Lighthouse no longer takes the role for new delegations.',
  'resource-group-only': 'Only resource groups are delegated with a role that counts.',
  'group-unresolved':
    'Delegated to other principals only, any of which may be a group with this principal in it.',
  'delegation-not-succeeded': 'The delegation failed or is still being provisioned.',
  'subscription-not-enabled': 'The subscription is not Enabled.',
  'duplicate-offer-risk': 'The same principal and role in two offers.',
  'expected-missing': 'It ought to be delegated and is not.',
  removed: 'It was delegated and is no more.',
  'not-visible-yet': 'Not visible to this principal (yet).',
  'not-delegated': 'Visible, but nothing is delegated to the provider tenant.',
  'own-tenant': "A subscription of the provider's own tenant.",
  'read-failed': 'What is delegated could not be read; nothing is concluded.',
  'not-whole-day': 'Recognised for a part of a day only; stands in a diagnosis alone.',
  'no-resources': 'Nothing that is used was seen.',
};
