// A route template such as `orders/{id:int}/{*rest}`, read once into what matching needs.
// Source: learn.microsoft.com/aspnet/core/fundamentals/routing, "Route templates".
import { parseConstraint } from './route-constraints.ts';

export interface RouteParameter {
  name: string;
  isOptional: boolean;
  isCatchAll: boolean;
  /** Arrives as a string too: `{page:int=1}` gives '1'. */
  defaultValue: string | undefined;
  constraints: ((value: string) => boolean)[];
}

export interface RouteSegment {
  /** Anchored and case-insensitive; its groups are the parameters, in order. */
  pattern: RegExp;
  parameters: RouteParameter[];
  /** The only parameter of a segment that is nothing else: it alone may be absent or take the rest. */
  whole: RouteParameter | undefined;
}

/** Throws with the reason for a template that is not one. */
export function parseTemplate(template: string): RouteSegment[] {
  const segments = splitOutsideBraces(template).map((text) => parseSegment(text, template));
  const catchAll = segments.findIndex((segment) => segment.whole?.isCatchAll === true);
  if (catchAll !== -1 && catchAll !== segments.length - 1) {
    throw new Error(`Route "${template}": a catch-all parameter can only stand in the last segment.`);
  }
  const names = segments.flatMap((segment) => segment.parameters.map(({ name }) => name.toLowerCase()));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Route "${template}": parameter "${twice}" stands in it twice.`);
  return segments;
}

function parseSegment(text: string, template: string): RouteSegment {
  if (text === '') throw new Error(`Route "${template}": two slashes follow each other.`);
  const parameters: RouteParameter[] = [];
  let pattern = '';
  let literalFrom = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    pattern += literal(text.slice(literalFrom, match.index), template) + '(.+)';
    parameters.push(parseParameter(match[1] ?? '', template));
    literalFrom = match.index + match[0].length;
  }
  pattern += literal(text.slice(literalFrom), template);
  const whole = pattern === '(.+)' ? parameters[0] : undefined;
  if (whole === undefined && parameters.some((part) => part.isOptional || part.isCatchAll)) {
    throw new Error(
      `Route "${template}": an optional or catch-all parameter must be alone in its segment here.`,
    );
  }
  return { pattern: new RegExp(`^${pattern}$`, 'is'), parameters, whole };
}

function parseParameter(text: string, template: string): RouteParameter {
  const parsed = /^(\*{0,2})([^*:=?/]+)((?::[^:=?(]+(?:\([^)]*\))?)*)(?:=(.*?))?(\?)?$/.exec(text);
  if (parsed === null) throw new Error(`Route "${template}": "{${text}}" is not a parameter.`);
  const [, stars = '', name = '', constraints = '', defaultValue, mark] = parsed;
  return {
    name,
    isOptional: mark !== undefined,
    isCatchAll: stars !== '',
    defaultValue,
    constraints: constraints.split(':').slice(1).map(parseConstraint),
  };
}

function literal(text: string, template: string): string {
  if (/[{}]/.test(text)) throw new Error(`Route "${template}": its braces do not pair up.`);
  return text.replaceAll(/[\\^$.*+?()[\]|]/g, String.raw`\$&`);
}

function splitOutsideBraces(template: string): string[] {
  const trimmed = template.replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split(/\/(?![^{}]*\})/);
}
