// The answer to an onboarding check: the fields of a row, when it was seen, and when to ask again.
import type { HttpResponseInit } from '@azure/functions';

export interface OnboardingCheck {
  view: object;
  /** ISO 8601 UTC */
  checkedAt: string;
  retryAfterSeconds: number | undefined;
}

export function onboardingCheckAnswer({
  view,
  checkedAt,
  retryAfterSeconds,
}: OnboardingCheck): HttpResponseInit {
  const asksAgain = retryAfterSeconds !== undefined;
  return {
    status: 200,
    jsonBody: { ...view, checkedAt, ...(asksAgain && { retryAfterSeconds }) },
    headers: { 'cache-control': 'no-store', ...(asksAgain && { 'retry-after': String(retryAfterSeconds) }) },
  };
}
