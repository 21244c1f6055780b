/** `frankpledge receipt RECORD`: a proof that a record is in the log, kept as a file; and checking such files offline. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from '../host/connection.ts';
import { createLogClient } from '../host/log-client.ts';
import { checkFile, policyOf, readPolicy, receiptFrom, receiptIn, type CheckedFile, type Receipt } from '../host/receipt-files.ts';
import { hasJournal } from '../host/data-folder.ts';
import { readPolicyFile } from '../host/verify.ts';
import { problemHint, type Checked } from '../log/problem.ts';
import type { ProvedHead } from '../log/receipt.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { commandOn, dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo, exitUnable, UsageError } from './errors.ts';

type Values = { readonly [name in 'data' | 'url' | 'out' | 'policy']?: string | undefined } & { readonly json?: boolean | undefined };

export const receipt = defineCommand({
  name: 'receipt',
  usage: 'RECORD|ENTRY-ID [--out FILE] | policy [--out FILE] | check FILE [--policy FILE]  [--data DIR | --url LINK] [--json]',
  says: 'gets a proof that a record is in the log, to be kept; or the policy by which it is checked; or checks a receipt, or a member\'s export, offline: exit status 1 if it proves nothing',
  options: { data: { type: 'string' }, url: { type: 'string' }, out: { type: 'string' }, policy: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, wrong, positionals: [first, second, ...more] }) => {
    if (more.length > 0) throw wrong(`"${String(more[0])}" is one argument too many`);
    if (values.data !== undefined && values.url !== undefined) throw wrong('--data is a folder here, --url a collective elsewhere: give one of them');
    if (first === undefined) throw wrong('RECORD is missing: its number, as each act says it, or the id of its entry');
    if (first === 'check') {
      if (second === undefined) throw wrong('FILE is missing: a receipt, or a member\'s export');
      return await check(second, values);
    }
    if (second !== undefined) throw wrong(`"${second}" is one argument too many`);
    return first === 'policy' ? await getPolicy(values) : await get(first, values);
  },
});

async function get(which: string, values: Values): Promise<number> {
  const { text, policy } = await receiptOf(which, values);
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(values.out, text, { flag: 'wx' });
  // What doesn't prove what was asked for is kept all the same: it is what one has in hand.
  const checked = checkFile(text, readPolicy(policy, values.url ?? values.data ?? dataFolder));
  if (!checked.ok) return refused(checked, false);
  if (values.out === undefined) return 0;
  for (const line of sayFile(checked.value)) console.log(line);
  console.log(`The receipt is in ${values.out}. It is checked offline:  ${commandLine(`receipt check ${values.out} --policy FILE`)}  (the policy, once: ${policyCommand(values)})`);
  return 0;
}

async function receiptOf(which: string, { url, data = dataFolder }: Values): Promise<Receipt> {
  if (url !== undefined) return await receiptFrom(createLogClient(url), which);
  const connection = await connect(data, 'read');
  try {
    return await receiptIn(connection, which);
  } finally {
    connection.close();
  }
}

async function getPolicy({ url, data = dataFolder, out }: Values): Promise<number> {
  const text = url === undefined ? await policyHere(data) : await createLogClient(url).policy();
  readPolicy(text, url ?? data);
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text, { flag: 'wx' });
    console.log(`The log's keys and its agreed witnesses are in ${out}. Compare it with another member's: all that is checked by it rests on it.`);
  }
  return 0;
}

function policyCommand({ url, data = dataFolder }: Values): string {
  return url === undefined ? commandOn(data, 'receipt policy') : commandLine('receipt policy --url LINK');
}

async function policyHere(folder: string): Promise<string> {
  const connection = await connect(folder, 'read');
  try {
    return policyOf(connection);
  } finally {
    connection.close();
  }
}

async function check(file: string, values: Values): Promise<number> {
  const text = readFileSync(file, 'utf8');
  const checked = await checkedBy(text, values);
  if (!checked.ok) return refused(checked, values.json === true);
  if (values.json === true) console.log(JSON.stringify({ ok: true, ...checked.value }));
  else for (const line of sayFile(checked.value)) console.log(line);
  return 0;
}

/** By a policy that is kept, by a running collective's, or by one's own copy of the log. */
async function checkedBy(text: string, { policy, url, data = dataFolder }: Values): Promise<Checked<CheckedFile>> {
  if (policy !== undefined) return checkFile(text, readPolicyFile(policy));
  if (url !== undefined) return checkFile(text, readPolicy(await createLogClient(url).policy(), url));
  if (!hasJournal(data)) {
    throw new UsageError('by whose keys it counts isn\'t known here',
      `Give the policy that you keep (--policy FILE; ${commandLine('receipt policy --url LINK')} gets it), or your own copy of the log (--data DIR).`);
  }
  const connection = await connect(data, 'read');
  try {
    return checkFile(text, connection);
  } finally {
    connection.close();
  }
}

function refused({ problem: { code, detail } }: Extract<Checked<never>, { ok: false }>, json: boolean): number {
  if (json) console.log(JSON.stringify({ ok: false, error: { code, message: detail, hint: problemHint(code) } }));
  console.error(`${code === 'inconsistent' ? 'TWO LOGS' : 'PROVES NOTHING'}: ${detail} [${code}]`);
  console.error(`  ${problemHint(code)}`);
  return code === 'malformed' ? exitUnable : exitNo;
}

function sayFile(file: CheckedFile): string[] {
  const compared = file.ownRecords === null ? [] : [`  your own copy has only ${file.ownRecords} records: catch up with the log to compare it`];
  if (file.kind === 'receipt') {
    const { record: { seq, recordedAt, entry, seal }, head } = file.said;
    return [
      `record ${seq} of ${entry.origin}: ${entry.by} said "${entry.kind}" at ${formatInstant(entry.at)}, sealed with ${seal.key}; recorded at ${formatInstant(recordedAt)}`,
      `  ${shortened(JSON.stringify(entry.body))}`,
      ...sayProved(head), ...compared,
    ];
  }
  const { id, said: { head, proved, unproved } } = file;
  return [
    `${proved} records of ${id} are in the log ${head.origin}, with the outcomes that they name; balances, postings, obligations, consents, notices and texts follow from them`,
    ...(unproved.length === 0 ? [] : [`  NOT under the signed head yet: ${unproved.length} records (${unproved.slice(0, 20).join(', ')}${unproved.length > 20 ? ', …' : ''})`]),
    ...sayProved(head), ...compared,
  ];
}

/** Of what was said, in a line for people; a founding brings whole agreements. */
const saidCharsMax = 1000;

function shortened(text: string): string {
  return text.length <= saidCharsMax ? text : `${text.slice(0, saidCharsMax)}… (${text.length} characters; \`receipt check\` with --json prints them all)`;
}

function sayProved({ size, root, cosigned, asked, witnesses }: ProvedHead): string[] {
  const by = cosigned.map(({ witness, seconds }) => `${witness} (${formatInstant(seconds * 1000)})`).join(', ');
  const signed = `  under the head of ${size} records, root ${root}, signed by the log's key`;
  if (by !== '') return [signed, `  cosigned by ${cosigned.length} of ${witnesses} witnesses: ${by}`];
  return [signed, asked ? `  cosigned by none of ${witnesses} witnesses` : '  cosigned by no witness, since the members have agreed on none: its operator could show others another log; compare with them'];
}
