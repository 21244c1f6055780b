/**
 * XML to elements, strictly: what isn't well-formed is refused with its line. A document type is refused as a whole, so that no file brings entities of
 * its own; the five of XML itself are read.
 */
import { SaxesParser } from 'saxes';
import type { Element } from '../../bank/element.ts';
import { cannot, type BankReading } from '../../bank/statement.ts';

/** Some 25,000 lines of a statement. */
const elementsMax = 1_000_000;
const depthMax = 40;

type Open = { readonly name: string; readonly namespace: string; readonly attributes: { [name: string]: string }; readonly children: Element[]; text: string; readonly line: number };

/** The parser's messages name what it found. */
const messageMax = 120;

class Refused extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

export function readXml(text: string): BankReading<Element> {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: Element | undefined;
  let count = 0;
  const refuse = (message: string): never => { throw new Refused(parser.line, message); };
  parser.on('error', ({ message }) => refuse(`this is no XML: ${message.replace(/^\d+:\d+: /, '').replace(/\.$/, '').slice(0, messageMax)}`));
  parser.on('doctype', () => refuse('it has a document type (DOCTYPE), which no statement of a bank has'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    count += 1;
    if (count > elementsMax) refuse(`it has more than ${elementsMax} elements: take a shorter period`);
    if (open.length >= depthMax) refuse(`it is nested deeper than ${depthMax} levels`);
    const named = Object.values(attributes).filter((each) => each.prefix === '').map((each): [string, string] => [each.local, each.value]);
    open.push({ name: local, namespace: uri, attributes: Object.fromEntries(named), children: [], text: '', line: parser.line });
  });
  const take = (piece: string): void => {
    const last = open.at(-1);
    if (last !== undefined) last.text += piece;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refused) return cannot(error.line, error.message);
    throw error;
  }
  return root === undefined ? cannot(0, 'there is no element in it') : { ok: true, value: root };
}
