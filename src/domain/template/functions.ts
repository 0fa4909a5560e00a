// The template functions that are worked out. Whatever else a template calls is left unresolved, never guessed.
import { Unresolved, isValueObject, textOf, type Value } from './value.ts';

type TemplateFunction = (values: readonly Value[]) => Value | undefined;

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
  ['createarray', (values) => values],
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
  ['and', (values) => (values.every(isBoolean) ? values.every(Boolean) : undefined)],
  ['or', (values) => (values.every(isBoolean) ? values.some(Boolean) : undefined)],
  ['equals', ([a, b]) => (isPlain(a) && isPlain(b) ? a === b : undefined)],
  ['coalesce', coalesce],
]);

/** @param name in lower case */
export function callFunction(name: string, values: readonly Value[]): Value {
  const found = FUNCTIONS.get(name)?.(values);
  if (found !== undefined) return found;
  const open = values.find((value) => value instanceof Unresolved);
  const why =
    open instanceof Unresolved && FUNCTIONS.has(name) ? open.why : `${name}() is not worked out here.`;
  return new Unresolved(`${name}(${values.map(textOf).join(',')})`, why);
}

function concat(values: readonly Value[]): Value | undefined {
  if (values.every((value) => Array.isArray(value))) {
    const items: Value[] = values.flat();
    return items.length > MOST_ITEMS ? undefined : items;
  }
  return joined(values, values.map(textOf).join(''));
}

function format([pattern, ...values]: readonly Value[]): Value | undefined {
  if (typeof pattern !== 'string') return undefined;
  let known = true;
  const text = pattern.replaceAll(/\{\{|\}\}|\{(\d+)\}|[{}]/g, (match: string, index?: string) => {
    if (match === '{{' || match === '}}') return match.charAt(0);
    const value = index === undefined ? undefined : values[Number(index)];
    known &&= value !== undefined;
    return value === undefined ? '' : textOf(value);
  });
  return known ? joined(values, text) : undefined;
}

function joined(parts: readonly Value[], text: string): Value | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const open = parts.find((part) => part instanceof Unresolved);
  if (open instanceof Unresolved) return new Unresolved(text, open.why);
  return parts.some((part) => typeof part === 'object') ? undefined : text;
}

/** `([subscription], [group], type, name...)`: of what stands in front of the type nothing is needed here. */
function resourceId(values: readonly Value[]): Value | undefined {
  const at = values.findIndex((value) => typeof value === 'string' && /^[^/]+\//.test(value));
  const [provider = '', ...types] = textOf(values[at] ?? '')
    .split('/')
    .filter(Boolean);
  const names = values.slice(at + 1);
  if (at < 0 || types.length === 0 || types.length !== names.length) return undefined;
  const segments = names.map((name, index) => `${types[index]}/${textOf(name)}`);
  return joined(names, `/subscriptions/{subscription}/providers/${provider}/${segments.join('/')}`);
}

function createObject(values: readonly Value[]): Value | undefined {
  const keys = values.filter((_, index) => index % 2 === 0);
  if (!keys.every((key) => typeof key === 'string') || values.length % 2 !== 0) return undefined;
  return Object.fromEntries(keys.map((key, index) => [key, values[2 * index + 1] ?? null]));
}

function coalesce(values: readonly Value[]): Value | undefined {
  const found = values.find((value) => value !== null);
  return found === undefined && values.length > 0 ? null : found;
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
