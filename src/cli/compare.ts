/** `frankpledge compare A B`: two copies of a log, side by side. */
import { sayPlace } from '../host/any-source.ts';
import { compareLogs, wordsOfRecord, type Compared } from '../host/compare.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createSteps } from './progress.ts';

export const compare = defineCommand({
  name: 'compare',
  usage: 'A B [--json]',
  says: 'holds two copies of a log side by side (each a link, a data folder or an exported file): which is longer, and where they part; exit status 1 if they part',
  options: { json: { type: 'boolean' } },
  names: ['A', 'B'],
  run: async ({ values, positionals: [a = '', b = ''] }) => {
    const progress = createSteps();
    const compared = await compareLogs(a, b, (part) => progress.at(part, 'fetching')).finally(progress.end);
    const places = [sayPlace(a), sayPlace(b)] as const;
    if (values.json === true) console.log(JSON.stringify({ ok: compared.parts === null, sources: places, ...compared }));
    else for (const line of lines(places, compared)) console.log(line);
    return compared.parts === null ? 0 : exitNo;
  },
});

function lines([a, b]: readonly [string, string], { records: [inA, inB], parts }: Compared): string[] {
  if (parts === null) {
    const longer = inA === inB ? `They are the same: ${inA} records.` : inA > inB ? goesOn(a, inA, b, inB) : goesOn(b, inB, a, inA);
    return [longer, `That they are as the rules give them says:  ${commandLine('verify SOURCE')}`];
  }
  const { seq, there: [hereIs, thereIs], signed: [byA, byB] } = parts;
  const both = byA.length > 0 && byB.length > 0;
  return [
    `THEY PART at record ${seq}: ${a} has ${about(hereIs)}, ${b} has ${about(thereIs)}. ${seq === 0 ? 'They are two logs from the founding on' : seq === 1 ? 'Only the founding is the same' : `The first ${seq} records are the same`}.`,
    `${a} has ${inA} records, ${b} has ${inB}.`,
    ...(both ? ['Both are signed: these two heads prove it, with the two logs.', ...byA.slice(-1), ...byB.slice(-1)]
      : byA.length > 0 ? [`Only ${a} has a signed head over that record.`]
      : byB.length > 0 ? [`Only ${b} has a signed head over that record.`]
      : ['Neither has a signed head over that record.']),
  ];
}

function goesOn(longer: string, more: number, shorter: string, less: number): string {
  return `${longer} goes on from ${shorter}: it has ${more} records, and its first ${less} are all that ${shorter} has.`;
}

function about(text: string): string {
  const words = wordsOfRecord(text);
  return words === null ? 'one that can\'t be read' : `${words.kind} by ${words.by}, ${formatInstant(words.recordedAt)}`;
}
