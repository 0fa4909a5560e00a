// The request headers that change what is answered.
import type { JsonObject } from './component.ts';

const TEXTS = {
  'If-None-Match': {
    description:
      'ETags that the caller has, or `*`. Where one of them stands now, a read answers 304, and a write changes nothing: 412.',
    example: '"p3Zb0x"',
  },
  'If-Match': {
    description:
      'The ETag that a read answered, or `*`. Where something else stands now, nothing is changed: 412.',
    example: '"p3Zb0x"',
  },
  'Idempotency-Key': {
    description:
      "A key of the caller's own for this request, 1 to 128 printable ASCII characters. For 24 hours the same request " +
      'with the same key gets the same answer and does nothing a second time.',
    example: '0b2f4c8e-onboarding-10342',
  },
} as const;

export type HeaderName = keyof typeof TEXTS;

export function headerParameter(name: HeaderName, required: boolean): JsonObject {
  const { description, example } = TEXTS[name];
  const schema =
    name === 'Idempotency-Key'
      ? { type: 'string', minLength: 1, maxLength: 128, pattern: '^[ -~]*$' }
      : { type: 'string' };
  return { name, in: 'header', description, required, schema, example };
}
