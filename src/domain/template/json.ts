// JSON as a customer's template brings it: any shape, any depth.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
export type Path = readonly (string | number)[];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By objects that were looked into, for an object may have many thousands of keys, and be asked for each: never changed. */
const spellings = new WeakMap<object, ReadonlyMap<string, string>>();

/** The key as it is spelt there: Azure Resource Manager compares names without regard to case. */
export function keyOf(object: object, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const known = spellings.get(object) ?? spellingsIn(object);
  spellings.set(object, known);
  return known.get(name.toLowerCase());
}

/** By their lower case; of several the first. */
function spellingsIn(object: object): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(object)
      .toReversed()
      .map((key) => [key.toLowerCase(), key]),
  );
}

export function field(object: JsonObject, name: string): Json | undefined {
  const key = keyOf(object, name);
  return key === undefined ? undefined : object[key];
}

/** Empty where it is no text: what was sent may be anything. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** RFC 6901 */
export function toPointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The same with the value at the path replaced; what lies on the way must be there. */
export function setIn(whole: Json, [key, ...rest]: Path, value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((each: Json, index) => (index === key ? setIn(each, rest, value) : each));
  const object = whole as JsonObject;
  const inner = Object.hasOwn(object, key) ? (object[key] as Json) : {};
  return Object.fromEntries([...Object.entries(object), [key, setIn(inner, rest, value)]]);
}

/** Whether anything lies deeper than so many levels; looked at level by level, for the depth is the sender's choice. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
