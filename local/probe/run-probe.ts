// One probe: opens the reader, looks, judges.
import { VERSION } from '../../src/version.ts';
import type { Identity } from '../../src/ports/identity.ts';
import { openReader, type ReaderOptions } from './azure-reader.ts';
import { judge } from './checks.ts';
import { look, type LookOptions } from './look.ts';
import type { ProbeReport } from './report.ts';

export type ProbeOptions = ReaderOptions & Omit<LookOptions, 'cloud' | 'clientId'>;

/** @throws AzureFailure where there is no token */
export async function runProbe(identity: Identity, options: ProbeOptions): Promise<ProbeReport> {
  const reader = await openReader(identity, options);
  const sight = await look(reader, { ...options, clientId: identity.clientId });
  const assumptions = judge(sight);
  const count = (verdict: string) => assumptions.filter((each) => each.verdict === verdict).length;
  return {
    version: VERSION,
    at: new Date().toISOString(),
    azure: options.simulatorUrl === undefined ? 'real' : 'simulated',
    cloud: options.cloud,
    identity: identity.name,
    tenantId: reader.tenantId,
    principalId: reader.principalId,
    subscriptions: { listed: sight.listed.length, lookedAt: sight.looks.length },
    requests: reader.sent(),
    totals: { confirmed: count('confirmed'), differs: count('differs'), 'not-seen': count('not-seen') },
    assumptions,
  };
}
