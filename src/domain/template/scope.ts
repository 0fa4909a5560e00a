// Works out the strings of a template: parameters with their defaults, variables, `[[`, and the functions that are
// known. How Azure reads brackets was seen with the Bicep compiler: only a string that also ends in `]` is an
// expression, and only such a one loses the first bracket of `[[`.
import { parseExpression, type Expression } from './expression.ts';
import { callFunction } from './functions.ts';
import { field, isJsonObject, keyOf, type Json, type JsonObject } from './json.ts';
import { isValueObject, Unresolved, type Value } from './value.ts';

/** Values that the deployment brings, by name; they are taken as they are, brackets and all. */
export type GivenParameters = ReadonlyMap<string, Value>;

/**
 * What one check may spend: a template of a few lines can be written so that it unfolds without end.
 */
export class Budget {
  #left = 100_000;

  spend(units: number): boolean {
    this.#left -= units;
    return this.#left >= 0;
  }
}

const DEEPEST = 100;
/** Calls within calls, through variables too: expressions are written 100 deep at most, and the stack bears some thousands. */
const MOST_CALLS = 500;
const ENDLESS = 'It unfolds to more than is looked at.';

export class TemplateScope {
  readonly #parameters: JsonObject;
  readonly #variables: JsonObject;
  readonly #given: GivenParameters;
  readonly #worked = new Map<string, Value>();
  readonly #budget: Budget;
  /** Levels of each list and object that was worked out. */
  readonly #levels = new WeakMap<object, number>();
  #depth = 0;
  #calls = 0;

  constructor(template: JsonObject, given: GivenParameters, budget: Budget) {
    this.#parameters = objectIn(template, 'parameters');
    this.#variables = objectIn(template, 'variables');
    this.#given = new Map([...given].map(([name, value]) => [name.toLowerCase(), value]));
    this.#budget = budget;
  }

  /** Of a nested template that is worked out by itself, within the same budget. */
  inner(template: JsonObject, given: GivenParameters): TemplateScope {
    return new TemplateScope(template, given, this.#budget);
  }

  evaluate(json: Json): Value {
    if (this.#depth > DEEPEST || !this.#budget.spend(1)) return new Unresolved('endless', ENDLESS);
    this.#depth += 1;
    try {
      if (typeof json === 'string') return this.#text(json);
      if (Array.isArray(json)) return this.#bearable(json.map((each: Json) => this.evaluate(each)));
      if (!isJsonObject(json)) return json;
      const entries = Object.entries(json).map(([key, each]): [string, Value] => [key, this.evaluate(each)]);
      return this.#bearable(Object.fromEntries(entries));
    } finally {
      this.#depth -= 1;
    }
  }

  /** For what is read more than once: one list may stand in many places. */
  paid(value: Value | undefined): Value | undefined {
    return value === undefined || this.#isAffordable(value) ? value : new Unresolved('endless', ENDLESS);
  }

  #isAffordable(value: Value): boolean {
    if (!this.#budget.spend(1)) return false;
    if (typeof value !== 'object' || value === null || value instanceof Unresolved) return true;
    return Object.values(value).every((each: Value) => this.#isAffordable(each));
  }

  /** What is made of variables that are made of variables may be far deeper than the template is written. */
  #bearable(value: Value): Value {
    return this.#levelsOf(value) > DEEPEST ? new Unresolved('endless', ENDLESS) : value;
  }

  /** Goes no deeper than what is new: the parts of a value were measured when they were made. */
  #levelsOf(value: Value): number {
    if (typeof value !== 'object' || value === null || value instanceof Unresolved) return 0;
    const known = this.#levels.get(value);
    if (known !== undefined) return known;
    let deepest = 0;
    for (const each of Object.values(value)) deepest = Math.max(deepest, this.#levelsOf(each));
    this.#levels.set(value, deepest + 1);
    return deepest + 1;
  }

  #text(text: string): Value {
    if (!text.startsWith('[') || !text.endsWith(']')) return text;
    if (text.startsWith('[[')) return text.slice(1);
    const expression = parseExpression(text.slice(1, -1));
    if (expression === undefined) return new Unresolved(text, 'The expression cannot be read.');
    return this.#work(expression);
  }

  #work(expression: Expression): Value {
    if (expression.kind === 'literal') return expression.value;
    if (this.#calls > MOST_CALLS) return new Unresolved('endless', ENDLESS);
    this.#calls += 1;
    try {
      return expression.kind === 'element' ? this.#element(expression) : this.#call(expression);
    } finally {
      this.#calls -= 1;
    }
  }

  /** One after the other: they may follow on one another for as long as an expression can be written. */
  #element(expression: Expression): Value {
    const keys: Expression[] = [];
    let innermost = expression;
    for (; innermost.kind === 'element'; innermost = innermost.of) keys.push(innermost.key);
    return keys.reduceRight((value, key) => elementOf(value, this.#work(key)), this.#work(innermost));
  }

  #call(expression: Expression & { kind: 'call' }): Value {
    const values = expression.operands.map((operand) => this.#work(operand));
    const [name] = values;
    if (typeof name === 'string' && values.length === 1) {
      if (expression.name === 'parameters')
        return this.#once('parameters', name, () => this.#parameter(name));
      if (expression.name === 'variables') return this.#once('variables', name, () => this.#variable(name));
    }
    const value = callFunction(expression.name, values);
    // What is built anew is paid for by its size; what is only passed on was paid for already.
    const size = Array.isArray(value) ? value.length : typeof value === 'string' ? value.length / 100 : 1;
    return this.#budget.spend(size) ? this.#bearable(value) : new Unresolved('endless', ENDLESS);
  }

  #once(kind: 'parameters' | 'variables', name: string, work: () => Value): Value {
    const key = `${kind}('${name.toLowerCase()}')`;
    const known = this.#worked.get(key);
    if (known !== undefined) return known;
    this.#worked.set(key, new Unresolved(key, `${key} is made of itself.`));
    const value = work();
    this.#worked.set(key, value);
    return value;
  }

  #parameter(name: string): Value {
    const given = this.#given.get(name.toLowerCase());
    if (given !== undefined) return given;
    const text = `parameters('${name.toLowerCase()}')`;
    const declared = field(this.#parameters, name);
    if (declared === undefined) return new Unresolved(text, `The template has no parameter ${name}.`);
    const byDefault = isJsonObject(declared) ? field(declared, 'defaultValue') : undefined;
    if (byDefault !== undefined) return this.evaluate(byDefault);
    return new Unresolved(text, `The parameter ${name} has no value: send it in parameters.`);
  }

  #variable(name: string): Value {
    const text = `variables('${name.toLowerCase()}')`;
    const found = field(this.#variables, name);
    if (found !== undefined) return this.evaluate(found);
    return new Unresolved(
      text,
      keyOf(this.#variables, 'copy') === undefined
        ? `The template has no variable ${name}.`
        : `The variable ${name} comes from a copy loop, which is not worked out here.`,
    );
  }
}

function elementOf(of: Value, key: Value): Value {
  const text = `${of instanceof Unresolved ? of.text : '...'}.${typeof key === 'object' ? '...' : String(key)}`;
  if (of instanceof Unresolved) return new Unresolved(text, of.why);
  if (key instanceof Unresolved) return new Unresolved(text, key.why);
  const name = isValueObject(of) && typeof key === 'string' ? keyOf(of, key) : undefined;
  let found: Value | undefined;
  if (Array.isArray(of) && typeof key === 'number') found = of[key] as Value | undefined;
  if (isValueObject(of) && name !== undefined) found = of[name];
  return found === undefined ? new Unresolved(text, `There is no ${text} in it.`) : found;
}

function objectIn(template: JsonObject, name: string): JsonObject {
  const found = field(template, name);
  return isJsonObject(found) ? found : {};
}
