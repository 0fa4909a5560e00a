// A keeper that has run once, asked about templates, and roles and principals to write into them.
import { expect } from 'vitest';
import type * as z from 'zod';
import { serveKeeper, type Served } from './host.ts';
import type { Cleanup } from './keeper.ts';
import { templateCheckShape } from './template-check-shape.ts';

export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const SUPPORT = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
export const DELETE_ROLE = '91c1777a-f3dc-4fae-b103-61d183457e46';
export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const TEAM = '11111111-0000-4000-8000-000000000002';
export const TEMPLATE = '/api/onboarding-template';
export const CHECKS = '/api/onboarding-template-checks';

export interface TemplatesServed {
  served: Served;
  /** Of the keeper itself. */
  principalId: string;
  /** What the check says of that body, which it must take. */
  check: (body: unknown) => Promise<z.infer<typeof templateCheckShape>>;
}

export async function serveTemplates(file: Cleanup): Promise<TemplatesServed> {
  const served = await serveKeeper(file);
  await served.post('/api/reconciliations');
  const record = await served.store.readIdentity('default');
  const check = async (body: unknown) => {
    const answer = await served.post(CHECKS, body);
    expect(answer.status).toBe(200);
    return templateCheckShape.parse(answer.json);
  };
  return { served, principalId: record?.principalId ?? '', check };
}
