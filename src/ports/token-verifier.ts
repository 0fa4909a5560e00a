// What a route asks of a bearer token: whom it speaks for, if it is good.

/** A principal of the tenant: an app, or a person who signed in. */
export interface TokenHolder {
  /** GUID in lower case. */
  objectId: string;
  /** App roles that were given to it for this app; empty where none were. */
  roles: readonly string[];
}

export type TokenAnswer =
  | { kind: 'good'; holder: TokenHolder }
  /** `reason`: a constant word for the log, never a part of the token and never for the caller. */
  | { kind: 'refused'; reason: string };

export interface TokenVerifier {
  /** @throws KeysUnavailable where it cannot be said whether the token is good */
  verify(token: string): Promise<TokenAnswer>;
}

/** The keys that tokens are signed with could not be had: nobody can say whether the token is good. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}
