// The side of a measured program: where its Azure is, and how it tells what it cost.
import { z } from 'zod';

export const cloudLine = z.object({
  url: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  objectId: z.string(),
  partnerId: z.string(),
});

export type CloudAddress = z.infer<typeof cloudLine>;

/** Called by a measured script as its last step. */
export function reportMeasure(wallMs: number, calls: number): void {
  // maxRSS is in kilobytes on every platform (Node.js, process.resourceUsage).
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ wallMs, calls, peakRssMb }));
}

export function givenCloud(): CloudAddress {
  return cloudLine.parse(JSON.parse(process.env['BENCH_CLOUD'] ?? ''));
}
