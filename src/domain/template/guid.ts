// Ids of principals, roles and tenants.

/** Any GUID that Microsoft gives out (not only RFC 4122 ones); the one of zeros is a placeholder and no id. */
const GUID = /^(?!0{8}-0{4}-0{4}-0{4}-0{12}$)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(value: unknown): value is string {
  return typeof value === 'string' && GUID.test(value);
}
