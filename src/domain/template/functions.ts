// The template functions that are worked out. Whatever else a template calls is left unresolved, never guessed.
import { Unresolved, isValueObject, textOf, type Value } from './value.ts';

type TemplateFunction = (args: readonly Value[]) => Value | undefined;

/** A longer text is nothing that a delegation needs. */
const LONGEST_TEXT = 65_536;
const MOST_ITEMS = 10_000;

const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['concat', concat],
  ['format', format],
  ['resourceid', resourceId],
  ['subscriptionresourceid', resourceId],
  ['tenantresourceid', resourceId],
  ['extensionresourceid', resourceId],
  ['createarray', (args) => args],
  ['createobject', createObject],
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['tolower', ([text]) => (typeof text === 'string' ? text.toLowerCase() : undefined)],
  ['toupper', ([text]) => (typeof text === 'string' ? text.toUpperCase() : undefined)],
  ['trim', ([text]) => (typeof text === 'string' ? text.trim() : undefined)],
  ['string', ([value]) => (isPlain(value) ? String(value) : undefined)],
  ['length', ([value]) => (typeof value === 'string' || Array.isArray(value) ? value.length : undefined)],
  ['empty', ([value]) => isEmpty(value)],
  ['if', ([chosen, yes, no]) => (typeof chosen === 'boolean' ? (chosen ? yes : no) : undefined)],
  ['not', ([value]) => (typeof value === 'boolean' ? !value : undefined)],
  ['and', (args) => (args.every(isBoolean) ? args.every(Boolean) : undefined)],
  ['or', (args) => (args.every(isBoolean) ? args.some(Boolean) : undefined)],
  ['equals', ([a, b]) => (isPlain(a) && isPlain(b) ? a === b : undefined)],
  ['coalesce', coalesce],
]);

/** @param name in lower case */
export function callFunction(name: string, args: readonly Value[]): Value {
  const found = FUNCTIONS.get(name)?.(args);
  if (found !== undefined) return found;
  const open = args.find((arg) => arg instanceof Unresolved);
  const why =
    open instanceof Unresolved && FUNCTIONS.has(name) ? open.why : `${name}() is not worked out here.`;
  return new Unresolved(`${name}(${args.map(textOf).join(',')})`, why);
}

function concat(args: readonly Value[]): Value | undefined {
  if (args.every((arg) => Array.isArray(arg))) {
    const items: Value[] = args.flat();
    return items.length > MOST_ITEMS ? undefined : items;
  }
  return joined(args, args.map(textOf).join(''));
}

function format([pattern, ...args]: readonly Value[]): Value | undefined {
  if (typeof pattern !== 'string') return undefined;
  let known = true;
  const text = pattern.replaceAll(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match: string, index?: string) => {
    if (match === '{{' || match === '}}') return match.charAt(0);
    const arg = index === undefined ? undefined : args[Number(index)];
    known &&= arg !== undefined;
    return arg === undefined ? '' : textOf(arg);
  });
  return known ? joined(args, text) : undefined;
}

function joined(parts: readonly Value[], text: string): Value | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const open = parts.find((part) => part instanceof Unresolved);
  if (open instanceof Unresolved) return new Unresolved(text, open.why);
  return parts.some((part) => typeof part === 'object') ? undefined : text;
}

/** `([subscription], [group], type, name...)`: of what stands in front of the type nothing is needed here. */
function resourceId(args: readonly Value[]): Value | undefined {
  const at = args.findIndex((arg) => typeof arg === 'string' && /^[^/]+\//.test(arg));
  const [provider = '', ...types] = textOf(args[at] ?? '')
    .split('/')
    .filter(Boolean);
  const names = args.slice(at + 1);
  if (at < 0 || types.length === 0 || types.length !== names.length) return undefined;
  const segments = names.map((name, index) => `${types[index]}/${textOf(name)}`);
  return joined(names, `/subscriptions/{subscription}/providers/${provider}/${segments.join('/')}`);
}

function createObject(args: readonly Value[]): Value | undefined {
  const keys = args.filter((_, index) => index % 2 === 0);
  if (!keys.every((key) => typeof key === 'string') || args.length % 2 !== 0) return undefined;
  return Object.fromEntries(keys.map((key, index) => [key, args[2 * index + 1] ?? null]));
}

function coalesce(args: readonly Value[]): Value | undefined {
  const found = args.find((arg) => arg !== null);
  return found === undefined && args.length > 0 ? null : found;
}

function isEmpty(value: Value | undefined): boolean | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  if (isValueObject(value)) return Object.keys(value).length === 0;
  return value === null ? true : undefined;
}

function isBoolean(value: Value): value is boolean {
  return typeof value === 'boolean';
}

function isPlain(value: Value | undefined): value is null | boolean | number | string {
  return value !== undefined && (typeof value !== 'object' || value === null);
}
