// What one registration definition offers, as far as a template tells it, with the places where it stands.
import { toPointer, type Path } from './json.ts';
import type { Unresolved, Value } from './value.ts';

/** An authorization with all that Lighthouse reads of it; a policy makes it an eligible (just-in-time) one. */
export interface OfferedAuthorization {
  /** GUID in lower case. */
  principalId: string;
  /** Bare GUID in lower case. */
  roleDefinitionId: string;
  principalIdDisplayName?: string | undefined;
  /** Bare GUIDs: with User Access Administrator, the roles that it may assign to managed identities. */
  delegatedRoleDefinitionIds?: readonly string[] | undefined;
  justInTimeAccessPolicy?: AccessPolicy | undefined;
}

export interface AccessPolicy {
  multiFactorAuthProvider: string;
  /** ISO 8601 duration */
  maximumActivationDuration?: string | undefined;
  managedByTenantApprovers?: readonly Approver[] | undefined;
}

export interface Approver {
  /** GUID in lower case. */
  principalId: string;
  principalIdDisplayName?: string | undefined;
}

/** Where something is deployed to: `other` is a management group or a tenant. */
export interface Place {
  kind: 'subscription' | 'resourceGroup' | 'other';
  /** Tells resource groups apart: a name, or the text of the expression that gives it. */
  group: string;
}

export interface Offer {
  /** Of the resource; of the body itself where only a list was sent. */
  path: Path;
  /** Of its properties. */
  propertiesPath: Path;
  /** Name of the definition as a text, for finding its assignments. */
  name: string;
  /** The name as the template writes it. */
  writtenName: string;
  offerName: Value | undefined;
  managedByTenantId: Value | undefined;
  authorizations: Value | undefined;
  eligibleAuthorizations: Value | undefined;
  /** A Marketplace offer. */
  hasPlan: boolean;
  /** Scopes that it is assigned to. */
  assignedTo: Place[];
}

/** What cannot be worked out, and why; its place is a JSON pointer into the body. */
export interface Open {
  pointer: string;
  message: string;
}

/** Of an authorization: what is not known cannot be kept. */
export function leftOut(value: Unresolved, path: Path): Open {
  return { pointer: toPointer(path), message: `${value.why} What is mended leaves it out.` };
}

export interface OffersRead {
  /** There is a definition or an assignment, deployed or switched off by a condition. */
  isLighthouse: boolean;
  offers: Offer[];
  open: Open[];
  /** Registration assignments were seen, or may stand in a linked template. */
  assigns: boolean;
  /** Definitions or assignments at a place that Lighthouse does not delegate. */
  misplaced: Path[];
}
