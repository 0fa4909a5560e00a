// What is known beside a template while it is judged.
import type { Finding } from '../finding.ts';
import type { Standing } from '../standing.ts';
import type { Provider } from './inspect-authorization.ts';

export interface Judging extends Provider {
  /** With the right link. */
  standing: Standing;
  /** Of the provider, GUID in lower case. */
  tenantId: string;
  /** What is known of the link as it is. */
  linkFindings: readonly Finding[];
}
