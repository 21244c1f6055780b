/** Numbers as a reader's language writes them. */
import { localeOf, type Language } from '../vocabulary/languages.ts';

/** Exactly, with the decimals that it has, in groups of three where that helps, as the app writes it: decimal text goes in, and never a floating-point number. @example decimalText('de', '1234567.50') === '1.234.567,50' */
export function decimalText(language: Language, decimal: string): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(localeOf[language], { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'min2' }).format(decimal as Intl.StringNumericLiteral);
}
