// The shape of a template check (contract §7.4), written from the contract and not from the code.
import * as z from 'zod';

const pointed = z.strictObject({ pointer: z.string(), code: z.string(), message: z.string().min(10) });
export const templateCheckShape = z.strictObject({
  recognition: z.enum(['pec', 'pec-partial', 'pal-only', 'none', 'unknown']),
  carriedBy: z
    .strictObject({ principalId: z.guid(), roleDefinitionId: z.guid(), roleName: z.string().min(1) })
    .nullable(),
  refused: z.array(pointed),
  missing: z.array(
    z.union([
      z.strictObject({ roleDefinitionId: z.guid(), roleName: z.string().min(1), why: z.string().min(10) }),
      z.strictObject({ resourceType: z.string(), why: z.string().min(10) }),
    ]),
  ),
  findings: z.array(
    z.strictObject({ code: z.string(), message: z.string().min(10), fix: z.string().min(10) }),
  ),
  // Stands beside: what could not be worked out, with its pointer.
  unresolved: z.array(pointed.omit({ code: true })),
  mended: z.looseObject({ $schema: z.string(), resources: z.array(z.looseObject({ type: z.string() })) }),
});
