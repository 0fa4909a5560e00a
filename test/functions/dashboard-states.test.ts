// What the dashboard says of each state: before the first run, after a failed one, with a link that is gone, long ago.
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_IDENTITY } from '../../local/cloud/worlds/demo-identity.ts';
import {
  beforeFirstRun,
  breakEverything,
  demo,
  failRuns,
  firstRunFailed,
  growStale,
  nobody,
  oddNames,
  severalIdentities,
  takeLink,
  type Stage,
} from '../browser/dashboard-worlds.ts';
import { RECOGNITIONS } from '../../src/domain/recognition.ts';
import type { Cleanup } from '../harness/keeper.ts';
import { linksOf, numbersOf, shownOf, textOf } from '../harness/page.ts';
import { statusShape } from '../harness/shapes.ts';
import { HOUR } from '../harness/test-clock.ts';
import { wholeFile } from '../harness/whole-file.ts';

const file = wholeFile();

let staged: Stage;
beforeAll(async () => {
  staged = await demo(file);
});

const dashboard = async (query: string, { call }: Stage): Promise<string> => {
  const answer = await call(`/api/dashboard${query}`);
  expect(answer.status).toBe(200);
  return answer.text;
};

describe('after two weeks', () => {
  test.each<[string, (stage: Stage) => Promise<void>, RegExp[]]>([
    [
      'where another partner took the link',
      takeLink,
      [
        /^.{0,700}The partner link names another partner: the credit goes there/,
        /set LINK_POLICY to heal/,
        /other: linked to another partner , partner ID 4343434 in place of 4242424/,
        /none Deichkrone core since \d+ Mar 2026 \(2 hours ago\), was pec Because of the partner link/,
      ],
    ],
    [
      'where nothing can be read',
      breakEverything,
      [
        /^ 14 of 15 subscriptions not known, 0 earn in full/,
        /^.{0,500}The partner link could not be read/,
        /unreadable: not known/,
        /az managementpartner show/,
      ],
    ],
    [
      'where runs fail',
      failRuns,
      [
        /^.{0,500}The last run failed 60 minutes ago/,
        /could not be listed to the end/,
        /What stands below was seen on \d+ Mar 2026, \d\d:17/,
        /2 of 14 subscriptions earn in full, 5 not known, when last seen/,
      ],
    ],
    [
      'where no run comes',
      growStale,
      [/^.{0,500}Nothing has been looked at for 3 days/, /One is due every 6 hours/, /partial, stale/],
    ],
  ])('%s', async (_, happens, texts) => {
    staged.cloud.clearFaults();
    staged.cloud.setLink(DEMO_IDENTITY.partnerId);
    await staged.runAfter(HOUR);

    await happens(staged);

    await expectSaid(staged, texts);
  });
});

describe('what it says', () => {
  test.each<[string, (test: Cleanup) => Promise<Stage>, RegExp[]]>([
    [
      'before the first run',
      beforeFirstRun,
      [
        /Nothing has been looked at yet/,
        /The first one is due on 1 Mar 2026, 12:17 \(in \d+ hours\)/,
        /not read yet/,
      ],
    ],
    [
      'where there is nobody',
      nobody,
      [/No delegated subscription is visible/, /onboarding-template/, /right , partner ID 4242424/],
    ],
    [
      'where the first run failed',
      firstRunFailed,
      [/No run has come through yet/, /AADSTS7000222/, /Check PROVIDER_TENANT_ID/, /failed , 3 hours ago/],
    ],
  ])('%s', async (_, world, texts) => {
    const clean: (() => Promise<void> | void)[] = [];
    const stage = await world({ onTestFinished: (each) => void clean.push(each) });

    await expectSaid(stage, texts);
    for (const each of clean.toReversed()) await each();
  });

  test('of names that nobody thought of: each as it is, and none as anything else', async (t) => {
    const stage = await oddNames(t);

    const html = await dashboard('', stage);

    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#39;single&#39;');
    expect(html).toContain('<bdi>שירותי ענן בע״מ</bdi>');
    expect(html).toContain('<bdi>right to left override</bdi>');
    expect(html).toContain('<bdi>line break and nul \uFFFD half</bdi>');
    expect(html).toContain('<bdi>Unnamed</bdi>');
    expect(html).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E]/u);
    const names = [...html.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, name = '']) => name);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(120);
  });

  test('of several identities: each with its own numbers, link and runs, and one alone where it is chosen', async (t) => {
    const stage = await severalIdentities(t);

    const all = await dashboard('', stage);
    const one = await dashboard('?identity=suedwind', stage);

    const { identities } = statusShape.parse((await stage.call('/api/status')).json);
    const totals = identities.flatMap(({ name, totals: words }) =>
      RECOGNITIONS.map((word) => [`${name} ${word}`, words[word]] as const),
    );
    expect(numbersOf(all).byRecognition).toEqual(Object.fromEntries(totals));
    expect(numbersOf(one).byRecognition).toEqual(
      Object.fromEntries(totals.filter(([name]) => name.startsWith('suedwind'))),
    );
    expect(textOf(all)).toMatch(/hafen: The partner link names another partner/);
    expect(textOf(all)).toContain('3 of 6 subscriptions earn in full, through any of 3 identities');
    expect(textOf(one)).not.toContain('The partner link names');
    expect(shownOf(one)).toHaveLength(2);
    for (const href of linksOf(all).filter((each) => !each.startsWith('#')))
      expect([href, (await fetch(new URL(href, `${stage.host.url}/api/dashboard`))).status]).toEqual([
        href,
        200,
      ]);
  });
});

/** In these words, and with the numbers of the status. */
async function expectSaid(stage: Stage, texts: readonly RegExp[]): Promise<void> {
  const html = await dashboard('', stage);
  for (const text of texts) expect(textOf(html)).toMatch(text);
  const { identities } = statusShape.parse((await stage.call('/api/status')).json);
  const { notDelegated: _, ...totals } = identities[0]?.totals ?? {};
  expect(numbersOf(html).byRecognition).toEqual(totals);
}
