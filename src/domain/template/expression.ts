// The grammar of ARM template expressions: calls, string and whole-number literals, `.name` and `[index]`
// (learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions).

export type Expression =
  | { kind: 'literal'; value: string | number }
  | { kind: 'call'; name: string; operands: readonly Expression[] }
  | { kind: 'element'; of: Expression; key: Expression };

const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+)|([A-Za-z_]\w*)|([()[\],.]))/y;
/** What Azure takes: longer ones are refused by it too. */
const LONGEST = 24_576;
const DEEPEST = 100;

/** @param text without the brackets around it; undefined where it is not of the grammar */
export function parseExpression(text: string): Expression | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const expression = parser.expression(0);
  return parser.isDone() ? expression : undefined;
}

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(match[0].trimStart());
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  expression(depth: number): Expression | undefined {
    let parsed = depth > DEEPEST ? undefined : this.#primary(depth);
    while (parsed !== undefined) {
      if (this.#take('.')) parsed = this.#member(parsed);
      else if (this.#take('[')) parsed = this.#index(parsed, depth);
      else break;
    }
    return parsed;
  }

  #primary(depth: number): Expression | undefined {
    const token = this.#next();
    if (token.startsWith("'")) return literal(token.slice(1, -1).replaceAll("''", "'"));
    if (/^-?\d/.test(token)) return literal(Number(token));
    if (!/^\w/.test(token)) return undefined;
    // A function of the template's own: namespace.name().
    const name = this.#take('.') ? `${token}.${this.#next()}` : token;
    const operands = this.#take('(') ? this.#list(depth) : undefined;
    return operands && { kind: 'call', name: name.toLowerCase(), operands };
  }

  #list(depth: number): Expression[] | undefined {
    const operands: Expression[] = [];
    if (this.#take(')')) return operands;
    do {
      const operand = this.expression(depth + 1);
      if (operand === undefined) return undefined;
      operands.push(operand);
    } while (this.#take(','));
    return this.#take(')') ? operands : undefined;
  }

  #member(of: Expression): Expression | undefined {
    const name = this.#next();
    return /^[A-Za-z_]/.test(name) ? { kind: 'element', of, key: literal(name) } : undefined;
  }

  #index(of: Expression, depth: number): Expression | undefined {
    const key = this.expression(depth + 1);
    return key !== undefined && this.#take(']') ? { kind: 'element', of, key } : undefined;
  }

  /** Empty at the end. */
  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? '';
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

function literal(value: string | number): Expression {
  return { kind: 'literal', value };
}
