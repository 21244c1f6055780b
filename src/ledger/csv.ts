/** Tables as comma-separated values (RFC 4180). */

/**
 * Spreadsheets take a cell that begins so for a formula, and reckon with it. Where a comma is for decimals they divide lines at semicolons, or tabs,
 * whatever is in quotes: so a cell may also begin within a text.
 */
const formulas = /^(?=[\t\r])|(?:^|(?<=[;\t\r\n]))(?=[\s"]*[=+\-@＝＋－＠])/g;
const amount = /^-?\d+(\.\d+)?$/;

/** @param withMark a byte order mark in front, by which some spreadsheets know UTF-8 */
export function csvOf(columns: readonly string[], rows: readonly (readonly string[])[], withMark: boolean = false): string {
  return `${withMark ? '\uFEFF' : ''}${csvRows([columns, ...rows])}`;
}

/** Further rows of one that has begun. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** Quoted where it must be; what would be a formula is led by an apostrophe, amounts stay numbers. @example field('x;=1+1') === '"x;\'=1+1"' */
function field(text: string): string {
  const safe = amount.test(text) ? text : text.replaceAll(formulas, '\'');
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
