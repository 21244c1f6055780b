/**
 * A text's sentences as they stand: a full stop ends one where a capital letter of any language follows, an opening mark, or a name in braces that is
 * yet to be filled in. Within a number or a short form it ends none.
 * @example sentencesOf('Über 1.50 zahlt, wer nimmt. ¿Y luego? {pile} too.') is ['Über 1.50 zahlt, wer nimmt.', '¿Y luego? {pile} too.']
 */
export function sentencesOf(text: string): string[] {
  return text.replaceAll(/\s+/g, ' ').trim().split(/(?<=\.) (?=[\p{Lu}{¿¡„“«"])/u);
}
