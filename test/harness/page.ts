// What a page of the product says to who reads its source: its numbers, its links, its text.
export interface PageNumbers {
  /** By recognition; of several identities `NAME RECOGNITION`. */
  byRecognition: Record<string, number>;
  byFinding: Record<string, number>;
}

export function numbersOf(html: string): PageNumbers {
  const byRecognition: Record<string, number> = {};
  const byFinding: Record<string, number> = {};
  for (const [, word = '', count, identity] of html.matchAll(
    /data-recognition="([\w-]+)" data-count="(\d+)"(?: data-identity="([^"]+)")?>/g,
  ))
    byRecognition[identity === undefined ? word : `${identity} ${word}`] = Number(count);
  for (const [, code = '', count] of html.matchAll(/data-finding="([\w-]+)" data-count="(\d+)"/g))
    byFinding[code] = Number(count);
  return { byRecognition, byFinding };
}

/** Ids of the subscriptions that it shows, in their order. */
export function shownOf(html: string): string[] {
  return [...html.matchAll(/data-subscription=([\w-]+)/g)].flatMap(([, id]) => id ?? []);
}

/** As an address bar would show them. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
  );
}

/** Without tags and style, as it is read. */
export function textOf(html: string): string {
  return html
    .replace(/<style>[^]*?<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}
