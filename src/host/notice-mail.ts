/** A letter as a mail: a plain text that reads well by itself, and the same as HTML, in which nothing is fetched from anywhere. */
import { escaped } from '../adapters/http/html.ts';
import type { Language } from '../vocabulary/languages.ts';
import type { OutgoingMail } from '../notices/store.ts';
import type { Letter, LetterList, LetterTable } from './notice-letter.ts';
import { mailText } from './notice-words.ts';

export type MailPlace = {
  readonly language: Language;
  /** The collective's. */
  readonly name: string;
  /** Of the app. */
  readonly url: string;
  readonly unsubscribe: string;
};

export function mailOf(letter: Letter, place: MailPlace): OutgoingMail {
  const { language, name, url, unsubscribe } = place;
  const links = [
    { words: mailText(language, 'open'), href: `${url}#/notices` }, { words: mailText(language, 'change'), href: `${url}#/notices/settings` }, { words: mailText(language, 'end'), href: unsubscribe },
  ];
  const why = mailText(language, 'why', { name });
  return {
    subject: letter.subject, unsubscribe,
    text: [letter.subject, ...letter.tables.map(tableText), ...letter.lists.map(listText), `-- \n${why}\n${links.map(({ words, href }) => `${words}:\n${href}`).join('\n')}`].join('\n\n'),
    html: page(language, `<h1 style="font-size:18px">${escaped(letter.subject)}</h1>${letter.tables.map(tableHtml).join('')}${letter.lists.map(listHtml).join('')}`
      + `<p style="margin-top:24px"><a href="${escaped(links[0]?.href ?? '')}">${escaped(links[0]?.words ?? '')}</a></p>`
      + `<p style="color:#555;font-size:13px">${escaped(why)}<br>${links.slice(1).map(({ words, href }) => `<a href="${escaped(href)}" style="color:#555">${escaped(words)}</a>`).join('<br>')}</p>`),
  };
}

/** Asks whoever reads the mailbox whether they gave the address: nothing of the collective but its name is in it. */
export function confirmationOf(language: Language, { name, member, link }: { readonly name: string; readonly member: string; readonly link: string }): OutgoingMail {
  const [says, otherwise, button] = [mailText(language, 'confirm.says', { name, member }), mailText(language, 'confirm.else'), mailText(language, 'confirm.link')];
  return {
    subject: mailText(language, 'confirm.subject', { name }), text: `${says}\n\n${button}:\n${link}\n\n${otherwise}`,
    html: page(language, `<p>${escaped(says)}</p><p><a href="${escaped(link)}">${escaped(button)}</a></p><p>${escaped(otherwise)}</p>`),
  };
}

function page(language: Language, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:15px;line-height:1.45;max-width:640px">${body}</body></html>`;
}

/** Names to the left, figures under each other to the right. */
function tableText({ title, head, rows, totals }: LetterTable): string {
  const all = [head, ...rows, ...totals];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [title, line(head), rule, ...rows.map(line), rule, ...totals.map(line)].join('\n');
}

function listText({ title, items, more }: LetterList): string {
  return [title, ...items.map(({ when, words }) => `- ${when}: ${words}`), ...(more === null ? [] : [more])].join('\n');
}

function tableHtml({ title, head, rows, totals }: LetterTable): string {
  const row = (cells: readonly string[], tag: 'th' | 'td', more: string): string => `<tr>${cells.map((cell, column) => `<${tag} style="padding:3px 10px 3px 0;text-align:${column === 0 ? 'left' : 'right'};${more}">${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<h2 style="font-size:16px">${escaped(title)}</h2><table style="border-collapse:collapse">${row(head, 'th', 'font-weight:normal;color:#555')}${rows.map((each) => row(each, 'td', '')).join('')}${totals.map((each) => row(each, 'td', 'border-top:1px solid #999;font-weight:bold')).join('')}</table>`;
}

function listHtml({ title, items, more }: LetterList): string {
  return `<h2 style="font-size:16px">${escaped(title)}</h2><ul>${items.map(({ when, words }) => `<li>${escaped(words)} <span style="color:#555">${escaped(when)}</span></li>`).join('')}</ul>${more === null ? '' : `<p>${escaped(more)}</p>`}`;
}
