// Follows a list of the API to its end, as a client does: by nextLink alone.
import { expect } from 'vitest';
import type * as z from 'zod';
import { callUrl } from './host.ts';
import type { listShape } from './shapes.ts';

export interface Walk<Item> {
  pages: Item[][];
  items: Item[];
  links: string[];
}

const MOST_PAGES = 100;

export async function readAll<Item extends z.ZodType>(
  url: string,
  shape: ReturnType<typeof listShape<Item>>,
): Promise<Walk<z.output<Item>>> {
  const pages: z.output<Item>[][] = [];
  const links: string[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const answer = await callUrl(next);
    expect(answer.status).toBe(200);
    const page: { value: z.output<Item>[]; nextLink?: string | undefined } = shape.parse(answer.json);
    pages.push(page.value);
    expect(pages.length).toBeLessThan(MOST_PAGES);
    next = page.nextLink;
    if (next !== undefined) links.push(next);
  }
  return { pages, items: pages.flat(), links };
}
