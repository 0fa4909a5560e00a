// Matches request paths against route templates the way the host's routing does: first mapped, first served.
import type { RouteParameter, RouteSegment } from './route-template.ts';

export interface Route {
  name: string;
  /** In capitals; empty takes every method. */
  methods: string[];
  segments: RouteSegment[];
}

/** Functions are mapped in alphabetical order of their names; a literal does not win over a parameter [observed]. */
export function inMappingOrder<T extends { name: string }>(routes: T[]): T[] {
  return routes.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
}

/** The first route that takes the method and the path; a method that is not listed is as good as no route. */
export function findRoute<T extends Route>(
  routes: T[],
  method: string,
  path: string[],
): { route: T; params: Record<string, string> } | undefined {
  for (const route of routes) {
    if (route.methods.length > 0 && !route.methods.includes(method)) continue;
    const params = matchPath(route.segments, path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

/** The route values, always strings; undefined where the path does not match. An absent optional one is missing. */
export function matchPath(segments: RouteSegment[], path: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.whole?.isCatchAll === true) {
      return set(params, segment.whole, path.slice(index).join('/')) ? params : undefined;
    }
    const value = path[index];
    if (value === undefined) {
      if (segment.whole === undefined || !set(params, segment.whole, '')) return undefined;
      continue;
    }
    const groups = segment.pattern.exec(value)?.slice(1);
    if (groups === undefined) return undefined;
    for (const [position, parameter] of segment.parameters.entries()) {
      if (!set(params, parameter, groups[position] ?? '')) return undefined;
    }
  }
  return path.length > segments.length ? undefined : params;
}

/** False where the value is not allowed. An empty one stands for an absent one. */
function set(params: Record<string, string>, parameter: RouteParameter, value: string): boolean {
  const present = value === '' ? parameter.defaultValue : value;
  if (present === undefined || present === '') return parameter.isOptional || parameter.isCatchAll;
  if (!parameter.constraints.every((isMet) => isMet(present))) return false;
  params[parameter.name] = present;
  return true;
}
