// A page of a list: contract §7.1.
import * as z from 'zod';
import { component } from '../component.ts';

export function listOf<Item extends z.ZodType>(id: string, item: Item) {
  return component(
    id,
    z.object({
      value: z.array(item),
      nextLink: z
        .url()
        .optional()
        .describe('The next page, as an absolute address without a key in it; absent on the last one.'),
    }),
  );
}
