// What limits, refused sign-ins and Microsoft Graph say of the assumptions about them.
import type { Assumptions } from '../cloud/assumptions.ts';
import type { Answer } from './azure-reader.ts';
import type { Sight } from './sight.ts';
import {
  assumed,
  either,
  isNoAnswer,
  likeError,
  notSeen,
  shown,
  type Check,
  type Verdict,
} from './verdict.ts';

export const OTHER_CHECKS = {
  tenantThrottledCode: {
    assumed: `The 429 of a tenant-level limit says ${assumed.tenantThrottledCode}.`,
    judge: ({ throttled }) => {
      const codes = throttled.filter(({ level }) => level === 'tenant').map(({ answer }) => answer.code);
      return codes.length === 0
        ? NEVER_THROTTLED
        : either(
            codes.every((code) => code === assumed.tenantThrottledCode),
            `It says ${codes[0] ?? ''}.`,
          );
    },
  },
  throttledRetryAfter: {
    assumed: 'A 429 has a Retry-After in whole seconds.',
    judge: ({ throttled }) => {
      if (throttled.length === 0) return NEVER_THROTTLED;
      const values = throttled.map(({ answer }) => answer.headers['retry-after']);
      const kinds = [...new Set(values.map(kindOf))];
      return either(kinds.join() === assumed.throttledRetryAfter, `It has ${kinds.join(', ')}.`);
    },
  },
  unknownAppStatus: {
    assumed: `AADSTS700016 (an app that is not there) comes with ${assumed.unknownAppStatus}.`,
    judge: signIn('unknownApp', 'AADSTS700016', assumed.unknownAppStatus),
  },
  wrongSecretStatus: {
    assumed: `AADSTS7000215 (a wrong secret) comes with ${assumed.wrongSecretStatus}.`,
    judge: signIn('wrongSecret', 'AADSTS7000215', assumed.wrongSecretStatus),
  },
  unknownTenantStatus: {
    assumed: `AADSTS90002 (a tenant that is not there) comes with ${assumed.unknownTenantStatus}.`,
    judge: signIn('unknownTenant', 'AADSTS90002', assumed.unknownTenantStatus),
  },
  graphForbidden: {
    assumed: `Without the permission Graph answers ${assumed.graphForbidden.status} ${assumed.graphForbidden.code}.`,
    judge: ({ graph }) =>
      graph.status === 200
        ? notSeen('The permission is there.', 'The probe as a principal without Application.Read.All.')
        : likeError(graph, assumed.graphForbidden),
  },
  graphUnauthenticated: {
    assumed: `Graph answers a missing token with ${assumed.graphUnauthenticated.status} ${assumed.graphUnauthenticated.code}.`,
    judge: ({ graphUnauthenticated }) => likeError(graphUnauthenticated, assumed.graphUnauthenticated),
  },
} satisfies Partial<Record<keyof Assumptions, Check>>;

const NEVER_THROTTLED = notSeen(
  'Nothing was throttled, and the probe asks too little to be.',
  'The probe right after something else has used the limit up as the same principal.',
);

function kindOf(retryAfter: string | undefined): Assumptions['throttledRetryAfter'] {
  if (retryAfter === undefined) return 'none';
  return /^\d+$/.test(retryAfter) ? 'seconds' : 'http-date';
}

function signIn(
  which: keyof NonNullable<Sight['refusedSignIns']>,
  code: string,
  status: number,
): Check['judge'] {
  return ({ refusedSignIns }): Verdict => {
    const answer: Answer | undefined = refusedSignIns?.[which];
    if (answer === undefined)
      return notSeen('It was not asked for.', '--failed-sign-ins, which leaves entries in the sign-in log.');
    if (isNoAnswer(answer)) return notSeen(shown(answer), 'Run the probe again.');
    if (answer.status < 400) return notSeen('Entra gave a token.', 'A credential that it refuses.');
    if (answer.code !== code) return notSeen(`${shown(answer)}, not ${code}.`, `A refusal with ${code}.`);
    return either(answer.status === status, shown(answer));
  };
}
