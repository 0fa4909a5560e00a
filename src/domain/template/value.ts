// What an expression comes to: a plain value, or something that cannot be worked out from the template alone.

/** Has a text all the same, so that two names that are written alike are known to be the same name. */
export class Unresolved {
  readonly text: string;
  /** A sentence for people. */
  readonly why: string;

  constructor(text: string, why: string) {
    this.text = text.slice(0, LONGEST_TEXT);
    this.why = why;
  }
}

export type Value = null | boolean | number | string | readonly Value[] | ValueObject | Unresolved;
export type ValueObject = { readonly [key: string]: Value };

const LONGEST_TEXT = 2000;

export function isValueObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unresolved)
  );
}

/** The value as a part of a text; what is not worked out stands in braces. */
export function textOf(value: Value): string {
  if (value instanceof Unresolved) return `{${value.text}}`;
  return typeof value === 'object' ? '{...}' : String(value);
}
