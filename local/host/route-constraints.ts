// The inline route constraints of ASP.NET Core that this host knows, as a table: what a value must look like.
// Source: learn.microsoft.com/aspnet/core/fundamentals/routing, "Route constraints".

type Check = (value: string) => boolean;

const int32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const guidForms = [
  /^[0-9a-f]{32}$/i,
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i,
  /^\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/i,
];

const makers: Record<string, (args: string[]) => Check> = {
  int: () => (value) => isWithin(value, int32.min, int32.max),
  long: () => (value) => isWithin(value, int64.min, int64.max),
  bool: () => (value) => /^(true|false)$/i.test(value.trim()),
  guid: () => (value) => guidForms.some((form) => form.test(value.trim())),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  minlength: ([min]) => {
    const least = whole(min);
    return (value) => value.length >= least;
  },
  maxlength: ([max]) => {
    const most = whole(max);
    return (value) => value.length <= most;
  },
  length: ([min, max]) => {
    const least = whole(min);
    const most = max === undefined ? least : whole(max);
    return (value) => value.length >= least && value.length <= most;
  },
  min: ([min]) => {
    const least = BigInt(whole(min));
    return (value) => isWithin(value, least, int64.max);
  },
  max: ([max]) => {
    const most = BigInt(whole(max));
    return (value) => isWithin(value, int64.min, most);
  },
  range: ([min, max]) => {
    const least = BigInt(whole(min));
    const most = BigInt(whole(max));
    return (value) => isWithin(value, least, most);
  },
};

/** Throws for a constraint that this host does not know, or whose argument is not a whole number. */
export function parseConstraint(text: string): Check {
  const parsed = /^([a-z]+)(?:\(([^)]*)\))?$/i.exec(text);
  const make = makers[parsed?.[1]?.toLowerCase() ?? ''];
  if (make === undefined) {
    throw new Error(`Route constraint "${text}" is not known here: use ${Object.keys(makers).join(', ')}.`);
  }
  return make(
    (parsed?.[2] ?? '')
      .split(',')
      .map((arg) => arg.trim())
      .filter((arg) => arg !== ''),
  );
}

function isWithin(value: string, min: bigint, max: bigint): boolean {
  if (!/^\s*[+-]?\d+\s*$/.test(value)) return false;
  const number = BigInt(value.trim().replace(/^\+/, ''));
  return number >= min && number <= max;
}

function whole(arg: string | undefined): number {
  if (arg === undefined || !/^-?\d+$/.test(arg)) {
    throw new Error(`Route constraint argument "${arg ?? ''}" is not a whole number.`);
  }
  return Number(arg);
}
