// CSV (RFC 4180) that a spreadsheet cannot be made to act on.

export interface CsvColumn<T> {
  name: string;
  value: (item: T) => string | number | boolean | undefined;
}

export function toCsv<T>(columns: readonly CsvColumn<T>[], items: readonly T[]): string {
  return csvHead(columns) + csvLines(columns, items);
}

export function csvHead<T>(columns: readonly CsvColumn<T>[]): string {
  return line(columns.map(({ name }) => name));
}

export function csvLines<T>(columns: readonly CsvColumn<T>[], items: readonly T[]): string {
  return items.map((item) => line(columns.map(({ value }) => cell(value(item))))).join('');
}

function line(cells: readonly string[]): string {
  return `${cells.map(quote).join(',')}\r\n`;
}

/** Text that a spreadsheet would take for a formula gets a leading apostrophe. Numbers are ours and stay. */
function cell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
