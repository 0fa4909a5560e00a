// The hash that a kept copy is checked by.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Evidence, EvidenceContent } from '../domain/evidence.ts';

/** Adds `sha256`: hex, over the canonical JSON (RFC 8785) of all of it but `generatedAt`. */
export function sealEvidence(evidence: EvidenceContent): Evidence {
  const { generatedAt: _, ...content } = evidence;
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(content)) hash.update(piece);
  const { proves, link, subscriptions, runs, ...head } = evidence;
  return { ...head, sha256: hash.digest('hex'), proves, link, subscriptions, runs };
}

/** Canonical JSON by the piece: tens of thousands of subscriptions need not stand in one text. */
function* canonicalPieces(content: object): Generator<string> {
  let lead = '{';
  for (const [name, value] of Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield `${lead}${canonical(name)}:`;
    yield* Array.isArray(value) ? canonicalList(value) : [canonical(value)];
    lead = ',';
  }
  yield '}';
}

function* canonicalList(items: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ','}${canonical(item)}`;
  yield ']';
}

function canonical(value: unknown): string {
  return canonicalize(value) ?? '';
}
