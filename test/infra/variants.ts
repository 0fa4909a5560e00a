// The deployments that are predicted: a .bicepparam each in params.

export const VARIANTS = [
  'default',
  'private-network',
  'secrets',
  'managed-identity',
  'entra',
  'several-identities',
  'usgovernment',
] as const;

export type Variant = (typeof VARIANTS)[number];
