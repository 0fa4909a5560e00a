// Who is who in the demo world. Every name and id is invented: no real company, tenant or partner id.
import type { WorldIdentity } from '../world.ts';

export const DEMO_PROVIDER_NAME = 'Nordlicht IT';

export const DEMO_IDENTITY = {
  tenantId: '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001',
  clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c001',
  objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1001',
  partnerId: '4242424',
} as const satisfies WorldIdentity;

/** The partner that somebody else's script links to. */
export const DEMO_OTHER_PARTNER_ID = '4343434';

/** The group of the provider tenant that the principal is a member of, and the one that group is nested in. */
export const DEMO_OPERATORS_GROUP = '9f0a7c3e-18b5-4d62-a0e4-7c21f6b9d001';
export const DEMO_EVERYBODY_GROUP = '9f0a7c3e-18b5-4d62-a0e4-7c21f6b9d002';

/** A person of the provider, named in old offers. */
export const DEMO_TECHNICIAN = 'd41e9b06-5c7f-4f38-b6a1-20e8c3f7a001';

/** Another provider, to whom customers delegated as well, and the tenant of a data platform. */
export const DEMO_FOREIGN_TENANT = 'fa7e0b52-3c16-4d9a-9e80-b45d1c6f2001';
export const DEMO_FOREIGN_PRINCIPAL = 'fa7e0b52-3c16-4d9a-9e80-b45d1c6f2002';
export const DEMO_PLATFORM_TENANT = 'da7ab41c-6e20-4c83-8f1d-94a2e7b05001';

/** A role that neither role file of the product knows. */
export const DEMO_EXTRA_ROLE = 'e57a0f1d-8b34-4c96-a5d2-0f6e1b7c9001';
