// The two $filter forms that the specification's examples show: managedByTenantId eq '...' and in ('...', '...').
import { notSimulated } from './answer.ts';
import type { Answer } from './answer.ts';
import { queryValue } from './request.ts';
import type { Call } from './route.ts';

export type TenantFilter = { has: (tenantId: string) => boolean; refused?: undefined } | { refused: Answer };

export function managingTenantFilter(call: Call): TenantFilter {
  const text = queryValue(call.request, '$filter');
  if (text === undefined || call.simulation.assumptions.delegationFilter === 'ignored') {
    return { has: () => true };
  }
  const list =
    /^\s*managedByTenantId\s+eq\s+('[^']*')\s*$/i.exec(text)?.[1] ??
    /^\s*managedByTenantId\s+in\s*\(\s*('[^']*'(?:\s*,\s*'[^']*')*)\s*\)\s*$/i.exec(text)?.[1];
  if (list === undefined) {
    const { method, host, path } = call.request;
    return { refused: notSimulated(method, host, path, `the filter ${text} is not simulated`) };
  }
  const wanted = new Set([...list.matchAll(/'([^']*)'/g)].map((each) => (each[1] ?? '').toLowerCase()));
  return { has: (tenantId) => wanted.has(tenantId.toLowerCase()) };
}
