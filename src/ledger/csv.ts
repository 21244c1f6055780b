/** Tables as comma-separated values (RFC 4180). */

/** Spreadsheets take a text that begins so for a formula, and reckon with it. */
const formula = /^[=+\-@\t\r]/;
const amount = /^-?\d+(\.\d+)?$/;

/** @param withMark a byte order mark in front, by which some spreadsheets know UTF-8 */
export function csvOf(columns: readonly string[], rows: readonly (readonly string[])[], withMark: boolean = false): string {
  return `${withMark ? '\uFEFF' : ''}${[columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

/** Quoted where it must be; what would be a formula is led by an apostrophe, amounts stay numbers. @example field('=1+1') === "'=1+1" */
function field(text: string): string {
  const safe = formula.test(text) && !amount.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
