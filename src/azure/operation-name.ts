// Names the operation of a request to ARM, Graph or Entra, for the counts that a run shows and for telemetry.

const OPERATIONS: [pattern: RegExp, operation: string][] = [
  [/^GET \/subscriptions$/, 'subscriptions.list'],
  [/^GET \/subscriptions\/[^/]+$/, 'subscriptions.get'],
  [/^GET .*\/microsoft\.managedservices\/registrationassignments$/, 'registrationAssignments.list'],
  [/^GET .*\/microsoft\.managementpartner\/partners\/?$/, 'partners.get'],
  [/^PUT .*\/microsoft\.managementpartner\/partners\/[^/]+$/, 'partner.create'],
  [/^PATCH .*\/microsoft\.managementpartner\/partners\/[^/]+$/, 'partner.update'],
  [/^DELETE .*\/microsoft\.managementpartner\/partners\/[^/]+$/, 'partner.delete'],
  [/^GET .*\/microsoft\.authorization\/roledefinitions$/, 'roleDefinitions.list'],
  [/^POST \/[^/]+\/oauth2\/v2\.0\/token$/, 'entra.token'],
  [/^GET \/[^/]+\/discovery\/v2\.0\/keys$/, 'entra.keys'],
  [/^POST .*\/serviceprincipals\/[^/]+\/getmembergroups$/, 'servicePrincipals.getMemberGroups'],
];

/** A request that is not listed is named by its method and path. */
export function operationName(method: string, url: URL): string {
  const request = `${method} ${url.pathname.replace(/^\/+/, '/').toLowerCase()}`;
  return OPERATIONS.find(([pattern]) => pattern.test(request))?.[1] ?? `${method} ${url.pathname}`;
}
