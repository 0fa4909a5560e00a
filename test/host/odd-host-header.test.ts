// A Host header that names no host is refused before anything looks at it, as Kestrel does, and is never a 500.
import { expect, test } from 'vitest';
import { raw, startFixtures } from './harness.ts';

async function answerTo(host: string) {
  const started = await startFixtures(['answers']);
  return raw(started, `GET /api/teapot HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

test.each(['[', 'a b', 'example.org:99999', 'user@example.org', '"><script>', 'a/b', 'a?b', '[::1'])(
  'Host %j is 400',
  async (host) => {
    const answer = await answerTo(host);

    expect(answer.status).toBe(400);
    expect(answer.body).toBe('');
  },
);

test.each(['example.org', 'example.org:7071', '127.0.0.1:1', '[::1]:7071', 'my_host', ''])(
  'Host %j is taken',
  async (host) => {
    expect((await answerTo(host)).status).not.toBe(400);
  },
);
