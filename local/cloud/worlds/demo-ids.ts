// The numbered ids of the demo world: the number of a subscription is read off every id that belongs to it.

/** The customer tenant number `n` (1 to 99). */
export function demoTenantId(n: number): string {
  return `c057a3e1-00${two(n)}-4f6b-8d20-b91e5c7a40${two(n)}`;
}

/** The subscription number `n` (1 to 99). */
export function demoSubscriptionId(n: number): string {
  return `5ab5c41e-00${two(n)}-4d1e-9a7b-2f6c8e10a3${two(n)}`;
}

/** The `k`-th registration definition of subscription `n`. */
export function demoDefinitionId(n: number, k = 1): string {
  return `def10a7e-${two(k)}${two(n)}-4b8c-a3d5-60f1e9274c${two(n)}`;
}

/** The `k`-th registration assignment of subscription `n`. */
export function demoAssignmentId(n: number, k = 1): string {
  return `a551914d-${two(k)}${two(n)}-4e57-b2c8-18d7f03a95${two(n)}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
