// GET /api/dashboard over HTTP: the numbers of the other routes, filters, pages, refusals, and headers that keep it to itself.
import { beforeAll, describe, expect, test } from 'vitest';
import { demoSubscriptionId } from '../../local/cloud/worlds/demo-ids.ts';
import { demo, type Stage } from '../browser/dashboard-worlds.ts';
import { expectProblem, namesOf } from '../harness/expect-problem.ts';
import { linksOf, numbersOf, shownOf, textOf } from '../harness/page.ts';
import { statusShape, subscriptionsShape } from '../harness/shapes.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let staged: Stage;
beforeAll(async () => {
  staged = await demo(file);
});

const dashboard = async (query = '', { call } = staged): Promise<string> => {
  const answer = await call(`/api/dashboard${query}`);
  expect(answer.status).toBe(200);
  return answer.text;
};

const rowsOf = async (query: string, { call } = staged) =>
  subscriptionsShape.parse((await call(`/api/subscriptions${query}`)).json).value;

describe('the page', () => {
  test('is HTML that is kept by nobody, loads nothing, runs nothing and tells nobody whence', async () => {
    const { headers, text } = await staged.call('/api/dashboard');

    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script| style=| on\w+=|<img|<link|<iframe|https?:/);
  });

  test('has the numbers of /api/status and of /api/subscriptions, each once', async () => {
    const html = await dashboard();

    const { identities } = statusShape.parse((await staged.call('/api/status')).json);
    const { notDelegated, ...totals } = identities[0]?.totals ?? { notDelegated: -1 };
    const { byRecognition, byFinding } = numbersOf(html);
    expect(byRecognition).toEqual(totals);
    expect(html.match(/data-recognition=/g)).toHaveLength(5);
    expect(textOf(html)).toContain(`${notDelegated} subscription`);
    for (const [word, count] of Object.entries(byRecognition))
      expect([word, (await rowsOf(`?recognition=${word}`)).length]).toEqual([word, count]);
    expect(Object.keys(byFinding).length).toBeGreaterThan(5);
    for (const [code, count] of Object.entries(byFinding))
      expect([code, (await rowsOf(`?finding=${code}`)).length]).toEqual([code, count]);
  });

  test('shows all that is not well with every reason and fix, what is lost first, and the rest in number', async () => {
    const html = await dashboard();

    const rows = await rowsOf('');
    const unwell = rows.filter(({ recognition, findings }) => recognition !== 'pec' || findings.length > 0);
    const text = textOf(html);
    expect(shownOf(html).toSorted()).toEqual(unwell.map(({ subscriptionId }) => subscriptionId).toSorted());
    expect(shownOf(html).slice(0, 2)).toEqual([demoSubscriptionId(1), demoSubscriptionId(4)]);
    for (const { displayName, findings } of unwell) {
      expect(text).toContain(displayName);
      // A cause may be longer than a page shows.
      for (const { message, fix } of findings.slice(0, 3))
        expect([text.includes(message.slice(0, 150)), text.includes(fix)]).toEqual([true, true]);
    }
    expect(text).toContain('2 of 14 subscriptions earn in full, 5 not known');
    expect(text).toContain('2 lost in the last 31 days');
    expect(text).toMatch(/pal-only Birkenhof production since 13 Mar 2026 \(\d+ hours ago\), was pec/);
  });

  test('leads from what earns in full to its diagnosis, and from nothing else', async () => {
    const earning = (await rowsOf('?recognition=pec')).map(
      ({ subscriptionId }) => `subscriptions/${subscriptionId}/diagnosis`,
    );

    const ledTo = linksOf(await dashboard('?recognition=pec')).filter((href) => href.endsWith('/diagnosis'));
    const elsewhere = linksOf(await dashboard('?recognition=none'));

    expect(earning).not.toEqual([]);
    expect(ledTo.toSorted()).toEqual(earning.toSorted());
    for (const href of ledTo) expect((await staged.call(`/api/${href}`)).status).toBe(200);
    expect(elsewhere.filter((href) => href.endsWith('/diagnosis'))).toEqual([]);
  });

  test('tells the month of a customer day by day', async () => {
    const html = await dashboard(`?tenantId=${(await rowsOf(''))[0]?.tenantId}`);

    expect(textOf(html)).toContain(
      'March 2026: days 1 to 12 recognised; day 13 recognised in part; day 14 not recognised',
    );
    expect(textOf(html)).toContain('In full on 12 of 14 days');
  });

  test('tells what is expected and missing, with its fix, and only where it is asked for or nothing is', async () => {
    const [all, asked, other] = [
      await dashboard(),
      await dashboard('?finding=expected-missing'),
      await dashboard('?recognition=none'),
    ];

    for (const html of [all, asked]) {
      expect(textOf(html)).toContain('1 expected subscription is missing');
      expect(textOf(html)).toMatch(/Wattenmeer Research : Wattenmeer tides due since 12 Mar 2026/);
      expect(textOf(html)).toContain('Give the customer the onboarding template again');
    }
    expect(shownOf(asked)).toEqual([]);
    expect(other).not.toContain('Wattenmeer');
  });

  test('shows a key that is none as text and no more', async () => {
    const html = await dashboard(`?code=${encodeURIComponent('"><script>alert(1)</script>')}`);

    expect(html).not.toContain('<script');
    expect(linksOf(html).filter((href) => href.includes('code=%22%3E%3Cscript'))).not.toEqual([]);
  });
});

describe('a filter', () => {
  test.each([
    '?recognition=pec',
    '?recognition=unknown',
    '?finding=role-not-eligible',
    '?finding=removed&recognition=none',
    '?identity=default&recognition=pal-only',
  ])('%s shows what /api/subscriptions lists', async (query) => {
    const rows = await rowsOf(query);

    expect(shownOf(await dashboard(query)).toSorted()).toEqual(
      rows.map(({ subscriptionId }) => subscriptionId).toSorted(),
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  test('that nothing fits says so, with the way back', async () => {
    const html = await dashboard('?recognition=pec&finding=removed');

    expect(textOf(html)).toContain('Nothing fits. Show what needs a look');
  });

  test('is a link of the page, which leads where it says', async () => {
    const html = await dashboard();

    for (const href of linksOf(html)) {
      const url = new URL(href, `${staged.host.url}/api/dashboard`);
      expect(url.origin).toBe(staged.host.url);
      if (href.startsWith('#')) continue;
      expect([href, (await fetch(url)).status]).toEqual([href, 200]);
    }
  });

  test('leads right from an address that ends with a slash, too', async () => {
    const links = linksOf((await staged.call('/api/dashboard/')).text);

    const paths = links.map((href) => new URL(href, `${staged.host.url}/api/dashboard/`).pathname);
    expect(paths).toContain('/api/evidence');
    expect(paths).toContain(`/api/subscriptions/${demoSubscriptionId(1)}`);
  });

  test('page after page shows all, each once', async () => {
    const all = shownOf(await dashboard());
    const seen: string[] = [];
    let query: string | undefined = '?top=5';
    while (query !== undefined) {
      const html: string = await dashboard(query);
      seen.push(...shownOf(html));
      query = linksOf(html).find((href) => href.includes('skipToken='));
    }

    expect(seen).toEqual(all);
  });
});

describe('is refused', () => {
  test.each([
    [
      'a wrong value',
      '?recognition=gold&tenantId=x&finding=y&top=0',
      ['recognition', 'tenantId', 'finding', 'top'],
    ],
    ['a name that is not known', '?format=json&month=2026-03', ['format', 'month']],
    ['an identity that is not ours', '?identity=other', ['identity']],
    ['what is no token', '?skipToken=x', ['skipToken']],
    [
      'the token of another list',
      `?skipToken=${Buffer.from('{"list":"runs","source":0}').toString('base64url')}`,
      ['skipToken'],
    ],
  ])('%s', async (_, query, names) => {
    const problem = expectProblem(await staged.call(`/api/dashboard${query}`), 400, 'invalid-request');

    expect(namesOf(problem).toSorted()).toEqual(names.toSorted());
  });

  test('another method, as the host refuses it', async () => {
    expect(await staged.call('/api/dashboard', { method: 'POST' })).toMatchObject({ status: 404, text: '' });
  });
});
