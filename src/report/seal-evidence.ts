// The hash that a kept copy is checked by.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Evidence, EvidenceContent } from '../domain/evidence.ts';

/** Adds `sha256`: hex, over the canonical JSON (RFC 8785) of all of it but `generatedAt`. */
export function sealEvidence(evidence: EvidenceContent): Evidence {
  const { generatedAt: _, ...content } = evidence;
  const sha256 = createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
  const { proves, link, subscriptions, runs, ...head } = evidence;
  return { ...head, sha256, proves, link, subscriptions, runs };
}
