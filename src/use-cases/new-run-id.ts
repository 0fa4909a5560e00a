// The id of a run, or of a call that takes its place for a moment.
import { randomBytes } from 'node:crypto';

/** Sortable by time, unique, fit for a path: 20261122T174500Z-1f2e3d4c. @param startedAt ISO 8601 UTC */
export function newRunId(startedAt: string): string {
  return `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${randomBytes(4).toString('hex')}`;
}
