// The part of a run that talks to Azure: token, link, listing, scan. It changes the link alone and stores nothing.
import { createCatalogue } from '../domain/catalogue.ts';
import { finding, type Finding } from '../domain/finding.ts';
import type { Observation } from '../domain/next-row.ts';
import { reaches, type GroupMembership, type Principal } from '../domain/role-verdict.ts';
import { AzureFailure, type AzureSession } from '../ports/azure.ts';
import type { Deadline } from '../ports/deadline.ts';
import type { KnownRow } from './current-rows.ts';
import { keepLink, type LinkOutcome, type LinkWish } from './keep-link.ts';
import type { Keeper } from './keeper.ts';
import { scanSubscriptions } from './scan.ts';

/** How far a run is, for the person who watches it. */
export type Progress =
  { step: 'token' | 'link' | 'listing' } | { step: 'scanning'; done: number; total: number };

export interface FleetRequest {
  dryRun: boolean;
  deadline: Deadline;
  /** Object id that the token must carry, where one is known. */
  expectedPrincipalId: string | undefined;
  knownRows: ReadonlyMap<string, KnownRow>;
  /** Subscriptions that are about to be called missing. */
  sought: readonly string[];
  knownRoleNames: Readonly<Record<string, string>>;
  onProgress: (progress: Progress) => void;
  beforeLinkWrite: LinkWish['beforeWrite'];
}

/** What was seen before the run broke off, or all of it. */
export interface FleetView {
  /** Set where the run failed; then there are no observations. */
  failure?: Finding;
  principalId?: string;
  link?: LinkOutcome;
  groups: GroupMembership;
  observations: Observation[];
  /** Of the observations that say not-delegated: those of what is not visible, or is the provider's own. */
  outOfSight: ReadonlySet<string>;
  roleNames: Record<string, string>;
  calls: Record<string, number>;
}

/** Never throws AzureFailure: `failure` says where the run broke off. @throws what `beforeLinkWrite` throws */
export async function observeFleet(keeper: Keeper, request: FleetRequest): Promise<FleetView> {
  const view: FleetView = {
    groups: { kind: 'off' },
    observations: [],
    outOfSight: new Set(),
    roleNames: { ...request.knownRoleNames },
    calls: {},
  };
  request.onProgress({ step: 'token' });
  let session: AzureSession;
  try {
    session = await keeper.azure.openSession(request.deadline);
  } catch (error) {
    return { ...view, failure: finding('token-failed', causeOf(error)) };
  }
  const { principalId } = session;
  const { expectedPrincipalId } = request;
  if (expectedPrincipalId !== undefined && expectedPrincipalId !== principalId)
    return { ...view, failure: finding('link-principal-mismatch', expectedPrincipalId, principalId) };
  const seen = await observeWith(session, keeper, request, view);
  return { ...seen, principalId, calls: session.calls() };
}

async function observeWith(
  session: AzureSession,
  keeper: Keeper,
  request: FleetRequest,
  view: FleetView,
): Promise<FleetView> {
  const { identity } = keeper;
  request.onProgress({ step: 'link' });
  const link = await keepLink(session, {
    partnerId: identity.partnerId,
    policy: keeper.linkPolicy,
    dryRun: request.dryRun,
    beforeWrite: request.beforeLinkWrite,
  });
  request.onProgress({ step: 'listing' });
  try {
    const listed = await session.listSubscriptions();
    const groups = keeper.groupLookup === 'graph' ? await readGroups(session) : view.groups;
    const { observations, outOfSight } = await scanSubscriptions(session, listed, request.knownRows, {
      providerTenantId: identity.tenantId,
      concurrency: keeper.scanConcurrency,
      sought: request.sought,
      onProgress: (done, total) => request.onProgress({ step: 'scanning', done, total }),
    });
    const principal = { principalId: session.principalId, groups };
    const roleNames = await nameRoles(session, heldRoles(observations, principal), view.roleNames);
    return { ...view, link, groups, observations, outOfSight, roleNames };
  } catch (error) {
    return { ...view, link, failure: finding('listing-failed', causeOf(error)) };
  }
}

export async function readGroups(session: AzureSession): Promise<GroupMembership> {
  try {
    return { kind: 'known', groupIds: await session.listGroups() };
  } catch (error) {
    return { kind: 'unread', cause: `Microsoft Graph did not tell: ${causeOf(error)}` };
  }
}

/**
 * Asks Azure at most once for the names of roles that neither the shipped data nor an earlier run knows.
 * @param held role id to a subscription on which it is held
 */
export async function nameRoles(
  session: AzureSession,
  held: ReadonlyMap<string, string>,
  known: Record<string, string>,
): Promise<Record<string, string>> {
  const catalogue = createCatalogue({}, known);
  const nameless = [...held].filter(([role]) => !catalogue.isNamed(role));
  const where = nameless[0]?.[1];
  if (where === undefined) return known;
  try {
    const names = await session.listRoleNames(where);
    const learned = nameless.flatMap(([role]) => (names[role] === undefined ? [] : [[role, names[role]]]));
    return { ...known, ...Object.fromEntries(learned) };
  } catch (error) {
    if (!(error instanceof AzureFailure)) throw error;
    // A role without a name is shown by its id: no reason to call the run anything but what it was.
    return known;
  }
}

/** The roles that reach the principal, and so are shown. */
export function heldRoles(observations: readonly Observation[], principal: Principal): Map<string, string> {
  const held = new Map<string, string>();
  for (const seen of observations)
    if (seen.kind === 'delegated')
      for (const { authorizations, eligibleAuthorizations } of seen.delegations)
        for (const authorization of [...authorizations, ...eligibleAuthorizations])
          if (reaches(authorization, principal) !== undefined)
            held.set(authorization.roleDefinitionId, seen.subscription.subscriptionId);
  return held;
}

function causeOf(error: unknown): string {
  if (!(error instanceof AzureFailure)) throw error;
  return error.message;
}
