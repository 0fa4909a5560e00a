// What is known about the identity while its scopes are judged.
import type { Catalogue } from './catalogue.ts';
import type { LinkObservation } from './link.ts';
import type { Principal } from './role-verdict.ts';

export interface Standing {
  principal: Principal;
  wantedPartnerId: string;
  link: LinkObservation;
  catalogue: Catalogue;
}
