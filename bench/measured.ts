// The side of a measured program: where its Azure or its store is, and how it tells what it cost.
import * as z from 'zod';

export const cloudLine = z.object({
  url: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  objectId: z.string(),
  partnerId: z.string(),
});

export type CloudAddress = z.infer<typeof cloudLine>;

/** Where a measured store lies. */
export const storePlace = z.union([
  z.object({ folder: z.string() }),
  z.object({ connectionString: z.string(), tableName: z.string() }),
]);

export type StorePlace = z.infer<typeof storePlace>;

/**
 * Called by a measured script as its last step.
 * @param calls to Azure
 */
export function reportMeasure(wallMs: number, calls: number): void {
  // maxRSS is in kilobytes on every platform (Node.js, process.resourceUsage).
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ wallMs, calls, peakRssMb }));
}

export function givenCloud(): CloudAddress {
  return cloudLine.parse(JSON.parse(process.env['BENCH_CLOUD'] ?? ''));
}
