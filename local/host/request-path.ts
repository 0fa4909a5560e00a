// A request path as Kestrel hands it to routing: decoded once, except for %2F.

/** `%252F` decodes to `%2F`, and a `%2F` stays as it is: a handler cannot tell the two apart [observed]. */
export function decodePath(rawPath: string): string {
  return rawPath.replaceAll(/(?:%(?!2f)[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      // Bytes that are not UTF-8 stay as they were sent.
      return escapes;
    }
  });
}

/** One trailing slash counts for nothing. */
export function pathSegments(path: string): string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

/** Path and query of a request target; the absolute form (`GET http://host/path`) is what proxies send. */
export function splitTarget(target: string): { path: string; query: string } {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = relative.indexOf('?');
  if (mark === -1) return { path: relative === '' ? '/' : relative, query: '' };
  return { path: mark === 0 ? '/' : relative.slice(0, mark), query: relative.slice(mark + 1) };
}
