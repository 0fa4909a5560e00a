// The tree of pages against a plain Map, with leaves so small that they are cut and emptied all the time.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksum } from '../../src/storage/checksum.ts';
import { formatPage, parsePage } from '../../src/storage/page.ts';
import { getValue, listPages, scanTree, type ReadTreePage } from '../../src/storage/tree.ts';
import { updateTree } from '../../src/storage/tree-update.ts';

const key = fc.oneof(
  fc.integer({ min: 0, max: 3000 }).map((number) => String(number).padStart(5, '0')),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const change = fc.array(fc.tuple(key, fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined })), {
  maxLength: 250,
  size: 'max',
});

/** A reference is never given twice, as in the stores. */
let written = 0;

test('a tree holds what a map holds after any changes, and names each page that it replaces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), key, async (changes, start) => {
      const pages = new Map<string, string>();
      const read: ReadTreePage = async (reference) => parsePage(pages.get(reference) ?? 'gone');
      const model = new Map<string, string>();
      let root: string | undefined;

      for (const entries of changes) {
        const operations = [...new Map(entries)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([at, value]) => ({ key: at, value }));
        for (const { key: at, value } of operations)
          if (value === undefined) model.delete(at);
          else model.set(at, JSON.stringify(value));
        const retired: string[] = [];
        root = await updateTree(
          { read, writer: writerTo(pages), leafCharacters: 24, retired },
          root,
          operations,
        );
        for (const reference of retired) pages.delete(reference);

        const sorted = [...model]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([at, value]) => ({ key: at, value }));
        expect(await collect(scanTree(read, root))).toEqual(sorted);
        for (const inclusive of [true, false])
          expect(await collect(scanTree(read, root, { key: start, inclusive }))).toEqual(
            sorted.filter((item) => item.key > start || (inclusive && item.key === start)),
          );
        expect(await getValue(read, root, start)).toBe(model.get(start));
        for (const { key: at, value } of sorted.filter((_, nth) => nth % 9 === 0))
          expect(await getValue(read, root, at)).toBe(value);
        expect((await collect(listPages(read, root))).sort()).toEqual([...pages.keys()].sort());
        const again = { read, writer: writerTo(pages), leafCharacters: 24, retired: [] };
        expect(await updateTree(again, root, operations)).toBe(root);
      }
    }),
    { numRuns: 20 },
  );
});

function writerTo(pages: Map<string, string>): Parameters<typeof updateTree>[0]['writer'] {
  return {
    put: async (page) => {
      const text = formatPage(page);
      written += 1;
      const reference = `${written} ${checksum(text)}`;
      pages.set(reference, text);
      return reference;
    },
    finish: async () => undefined,
    giveUp: async () => undefined,
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
