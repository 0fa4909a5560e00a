// Access keys: who a presented key speaks for, and what each level lets through. The real host keeps them in the
// blob container azure-webjobs-secrets; here they live as long as the process, or come from the caller.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface HostKeys {
  master: string;
  /** The app-wide key: opens every function, but nothing under /admin. */
  host: string;
  /** One key a function, by the function's name. */
  functions: Record<string, string>;
}

export type KeyHolder = 'nobody' | 'function' | 'host' | 'master';

export function completeKeys(given: HostKeys | undefined, functionNames: string[]): HostKeys {
  const functions = Object.fromEntries(functionNames.map((name) => [name, makeKey()]));
  return {
    master: given?.master ?? makeKey(),
    host: given?.host ?? makeKey(),
    functions: { ...functions, ...given?.functions },
  };
}

/** The header decides wherever it is sent, even when it is wrong and `?code=` is right [observed]. */
export function presentedKey(header: string | undefined, code: string | undefined): string | undefined {
  return header ?? code;
}

export function keyHolder(
  keys: HostKeys,
  functionName: string | undefined,
  key: string | undefined,
): KeyHolder {
  if (key === undefined || key === '') return 'nobody';
  if (isSame(key, keys.master)) return 'master';
  if (isSame(key, keys.host)) return 'host';
  const own = functionName === undefined ? undefined : keys.functions[functionName];
  return own !== undefined && isSame(key, own) ? 'function' : 'nobody';
}

export function maySee(authLevel: string, holder: KeyHolder): boolean {
  if (authLevel === 'anonymous') return true;
  if (authLevel === 'admin') return holder === 'master';
  return holder !== 'nobody';
}

function makeKey(): string {
  return randomBytes(40).toString('base64url');
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
