// What POST /api/reconciliations takes: body, query or nothing; what it refuses changes nothing.
import { beforeAll, describe, expect, test } from 'vitest';
import { postChunked } from '../harness/chunked.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { serveKeeper, type Answer, type Served } from '../harness/host.ts';
import { runsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let served: Served;

beforeAll(async () => {
  served = await serveKeeper(file);
});

describe('taken', () => {
  test.each([
    ['no body', '', undefined, false],
    ['an empty body', '', '', false],
    ['a blank body', '', ' \r\n\t', false],
    ['{}', '', '{}', false],
    ['dryRun in the body', '', '{"dryRun": true}', true],
    ['false in the body', '', '{"dryRun": false, "identity": "default"}', false],
    ['dryRun in the query', '?dryRun=true', undefined, true],
    ['both in the query', '?dryRun=true&identity=default', undefined, true],
    [
      'both places, agreeing',
      '?dryRun=true&identity=default',
      '{"dryRun": true, "identity": "default"}',
      true,
    ],
    ['one place each', '?identity=default', '{"dryRun": true}', true],
    ['the other way round', '?dryRun=true', '{"identity": "default"}', true],
    ['a body after a byte order mark', '', '\uFEFF{"dryRun": true}', true],
    ['exactly 64 KiB', '', `{"dryRun": true}${' '.repeat(64 * 1024 - 16)}`, true],
    ['a key and its name in the query', '?dryRun=true&code=k&clientId=c', undefined, true],
  ])('%s', async (_, query, body, dryRun) => {
    const answer = await send(query, body);

    expect(answer.status).toBe(200);
    expect(runsShape.parse(answer.json).value).toMatchObject([
      { identity: 'default', trigger: 'http', dryRun },
    ]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=x', ';'])(
    'the content type is not looked at: %s',
    async (type) => {
      const answer = await served.call('/api/reconciliations', {
        method: 'POST',
        body: '{"dryRun": true}',
        headers: { 'content-type': type },
      });

      expect(runsShape.parse(answer.json).value).toMatchObject([{ dryRun: true }]);
    },
  );
});

describe('refused, and nothing runs', () => {
  test.each([
    ['an unknown field', '', '{"dryrun": true}', ['/dryrun']],
    ['several, and a wrong type', '', '{"a/b": 1, "c~d": 2, "dryRun": 1}', ['/a~1b', '/c~0d', '/dryRun']],
    ['__proto__', '', '{"__proto__": {"dryRun": true}}', ['/__proto__']],
    ['constructor', '', '{"constructor": 1}', ['/constructor']],
    ['text for dryRun', '', '{"dryRun": "true"}', ['/dryRun']],
    ['null for dryRun', '', '{"dryRun": null}', ['/dryRun']],
    ['a number for identity', '', '{"identity": 1}', ['/identity']],
    ['an identity that is too long', '', `{"identity": "${'x'.repeat(41)}"}`, ['/identity']],
    ['an array', '', '[]', ['']],
    ['null', '', 'null', ['']],
    ['text', '', '"dryRun"', ['']],
    ['a number', '', '1', ['']],
    ['malformed JSON', '', '{"dryRun": true', ['']],
    ['something else', '', 'dryRun=true', ['']],
    ['two values', '', '{} {}', ['']],
    ['an identity that is none of ours', '', '{"identity": "other"}', ['/identity']],
    ['the same in the query', '?identity=other', undefined, ['identity']],
    ['the same in the query', '?identity=other', undefined, ['identity']],
    ['dryRun=1 in the query', '?dryRun=1', undefined, ['dryRun']],
    ['an empty dryRun in the query', '?dryRun=', undefined, ['dryRun']],
    ['dryRun twice in the query', '?dryRun=true&dryRun=true', undefined, ['dryRun']],
    ['query and body that disagree', '?dryRun=true', '{"dryRun": false}', ['dryRun']],
    ['or the other way round', '?dryRun=false', '{"dryRun": true}', ['dryRun']],
    ['identities that disagree', '?identity=a', '{"identity": "default"}', ['identity']],
  ])('%s', async (_, query, body, names) => {
    const calls = served.cloud.calls();

    const answer = await send(query, body);

    expect(namesOf(expectProblem(answer, 400, 'invalid-request')).toSorted()).toEqual(names);
    expect(served.cloud.calls()).toEqual(calls);
  });

  test.each([
    ['64 KiB and a byte', `{"dryRun": true}${' '.repeat(64 * 1024 - 15)}`],
    ['64 KiB of letters that take two bytes', `{"identity": "${'ä'.repeat(33_000)}"}`],
    ['a megabyte of nesting', '['.repeat(1_000_000)],
  ])('%s is 413', async (_, body) => {
    const calls = served.cloud.calls();

    expectProblem(await send('', body), 413, 'body-too-large');
    expect(served.cloud.calls()).toEqual(calls);
  });

  test('a body in chunks is never taken for an empty one, and the text names the two ways out', async () => {
    const calls = served.cloud.calls();

    for (const query of ['', '?dryRun=true']) {
      const url = `${served.host.url}/api/reconciliations${query}`;
      const problem = expectProblem(
        await postChunked(url, ['{"dryRun":', ' true}']),
        400,
        'body-not-received',
      );
      expect(problem.detail).toContain('Content-Length');
      expect(problem.detail).toContain('query');
    }
    expect(served.cloud.calls()).toEqual(calls);
  });
});

function send(query: string, body: string | undefined): Promise<Answer> {
  return served.call(`/api/reconciliations${query}`, {
    method: 'POST',
    ...(body !== undefined && { body }),
  });
}
