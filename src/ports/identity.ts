// The service principal that Keeper runs as, as the settings name it.

export type CredentialChoice =
  /** A managed identity vouches for the app registration: no secret anywhere. */
  | { kind: 'federated'; managedIdentityClientId?: string | undefined }
  /** The managed identity itself; system-assigned without a client id. */
  | { kind: 'managed-identity'; managedIdentityClientId?: string | undefined }
  | { kind: 'certificate'; certificatePath: string }
  | { kind: 'secret'; clientSecret: string }
  | { kind: 'simulator' };

export interface Identity {
  /** [a-z0-9-]{1,40}; the only one is named `default` */
  name: string;
  /** The provider (managing) tenant. */
  tenantId: string;
  clientId: string;
  /** The location (Associated Partner) ID that the link ought to hold. */
  partnerId: string;
  /** Object id that the token must carry. */
  principalId?: string | undefined;
  credential: CredentialChoice;
}
