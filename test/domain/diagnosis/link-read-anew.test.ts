// A look at one subscription alone reads the link too: being newer than the last run, it tells how the link stands.
import { describe, expect, it } from 'vitest';
import { toLink } from '../../../src/domain/link.ts';
import { delegation, NONE, OTHER, ours, PARTNER, READER, RIGHT, SUPPORT, UNREADABLE } from '../fixtures.ts';
import { diagnoseOf, inShort, sees, type Look, type Past } from './fixtures.ts';

const PEC = sees([delegation([ours(READER), ours(SUPPORT)])]);
const once = (seen: Look['sees'], rest: Partial<Look> = {}): Past => ({
  looks: [{ at: '05 06:17', sees: seen, ...rest }],
});

const RIGHT_LINK = { ...toLink(RIGHT, PARTNER), conditions: [] };
const OTHER_LINK = { ...toLink(OTHER, PARTNER), conditions: [] };

describe('a look at this subscription alone, after the last run,', () => {
  const record = { observedAt: '2026-01-05T06:00:00.000Z' };
  const linkWords = (past: Past) => inShort(diagnoseOf(past)).filter((each) => /^(7|17|18) /.test(each));

  it.each<[name: string, past: Past, words: string[]]>([
    [
      'sees the link mended',
      { ...once(PEC, { link: RIGHT }), record: { ...record, link: OTHER_LINK } },
      ['7 ok', '17 ok', '18 ok'],
    ],
    [
      'sees the link gone',
      { ...once(PEC, { link: NONE }), record: { ...record, link: RIGHT_LINK } },
      ['7 ?', '17 link-missing', '18 ok'],
    ],
    [
      'sees another link',
      { ...once(PEC, { link: OTHER }), record: { ...record, link: RIGHT_LINK } },
      ['7 ?', '17 ok', '18 link-other-partner'],
    ],
    [
      'cannot read the link',
      { ...once(PEC, { link: UNREADABLE }), record: { ...record, link: RIGHT_LINK } },
      ['7 ?', '17 ?', '18 ?'],
    ],
    [
      'sees the link gone where no role makes it matter',
      { ...once(sees([delegation([])]), { link: NONE }), record: { ...record, link: RIGHT_LINK } },
      ['7 ?', '17 ?', '18 ?'],
    ],
    [
      'is too long ago itself',
      { ...once(PEC), now: '06 12:00', record: { ...record, link: RIGHT_LINK } },
      ['7 ?', '17 ?', '18 ?'],
    ],
    [
      'has no condition of the link',
      { ...once(PEC), row: { conditions: [] }, record },
      ['7 ?', '17 ?', '18 ?'],
    ],
  ])('%s', (_, past, words) => {
    expect(linkWords(past)).toEqual(words);
  });
});
