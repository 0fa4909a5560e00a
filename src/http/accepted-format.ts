// What a caller wants to have, by its Accept header: only what it prefers by name goes before JSON.
import type { HttpRequest } from '@azure/functions';

/** @param formats by media type; JSON is for everybody who names none of them before it */
export function acceptedFormat<Format extends string>(
  request: HttpRequest,
  formats: Readonly<Record<string, Format>>,
): Format | 'json' {
  const known = new Map<string, Format | 'json'>([['*/*', 'json'], ...Object.entries(formats)]);
  const accepted = (request.headers.get('accept') ?? '').split(',').map((range, index) => {
    const [type = '', ...options] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(options.find((option) => option.startsWith('q='))?.slice(2) ?? 1);
    return { type, index, quality: Number.isNaN(quality) ? 0 : quality };
  });
  const [best] = accepted
    .filter(({ type, quality }) => quality > 0 && known.has(type))
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return known.get(best?.type ?? '') ?? 'json';
}
