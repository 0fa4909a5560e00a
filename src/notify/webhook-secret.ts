// The secrets of Standard Webhooks: `whsec_` and base64, two of them apart by a space while one takes the other's place.

const SECRET = /^whsec_((?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?)$/;

/** The keys; undefined where one is not such a secret, or they are more than two. */
export function parseWebhookSecrets(value: string): Buffer[] | undefined {
  const keys = value
    .trim()
    .split(/\s+/)
    .map((secret) => Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64'));
  return keys.length <= 2 && keys.every(({ length }) => length > 0) ? keys : undefined;
}
