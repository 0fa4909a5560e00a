// The key that signs the simulated Entra's tokens: made once in a process, and again when a test rotates it.
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK, JWTPayload } from 'jose';

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

let made = 0;
let shared: Promise<SigningKey> | undefined;

export class TokenKeys {
  #current: SigningKey;
  #keySet: ReturnType<typeof createLocalJWKSet>;
  readonly #now: () => Date;
  readonly #verified = new Map<string, JWTPayload>();

  private constructor(key: SigningKey, now: () => Date) {
    this.#current = key;
    this.#keySet = createLocalJWKSet({ keys: [key.publicJwk] });
    this.#now = now;
  }

  static async make(now: () => Date): Promise<TokenKeys> {
    shared ??= makeKey();
    return new TokenKeys(await shared, now);
  }

  /** The public keys, as `jwks_uri` answers them. */
  published(): JSONWebKeySet {
    return { keys: [this.#current.publicJwk] };
  }

  /** From now on another key signs, and the old one is no longer published. */
  async rotate(): Promise<void> {
    const key = await makeKey();
    this.#current = key;
    this.#keySet = createLocalJWKSet({ keys: [key.publicJwk] });
    this.#verified.clear();
  }

  async sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: this.#current.kid })
      .sign(this.#current.privateKey);
  }

  /** The claims of a token that we signed and that is valid now, else undefined. */
  async verify(token: string): Promise<JWTPayload | undefined> {
    const currentDate = this.#now();
    const known = this.#verified.get(token);
    if (known !== undefined) return (known.exp ?? 0) * 1000 > currentDate.getTime() ? known : undefined;
    try {
      const { payload } = await jwtVerify(token, this.#keySet, { algorithms: ['RS256'], currentDate });
      // A client keeps a token for an hour: checking each signature once keeps a scan of 100,000 cheap.
      if (this.#verified.size >= 100) this.#verified.clear();
      this.#verified.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  }
}

async function makeKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  made += 1;
  const kid = `simulated-${made}`;
  return {
    kid,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
  };
}
