/**
 * What may be said of the log, and nothing else: three statements, whether each holds now, and how one knows. The headline's word follows
 * from them alone: "verifiable" when this browser has replayed everything, "trustless" only with all three.
 */
import { count } from '../words/amounts.ts';
import { span } from '../words/time.ts';
import type { CheckState } from './checker.ts';
import type { CosignedHead, Report } from './messages.ts';

export type Statement = {
  readonly id: 'cosigned' | 'keys' | 'replayed';
  readonly holds: 'yes' | 'no' | 'unknown';
  readonly title: string;
  readonly says: string;
  /** How one knows, and how far that goes. */
  readonly how: string;
};

export type Headline = { readonly word: string; readonly tone: 'plain' | 'good' | 'bad'; readonly says: string };

/** From `/api/trust`; null: it wasn't to be had. */
export type KeysHere = { readonly members: number; readonly keysHere: readonly string[] };

type Speaking = { readonly nameOf: (id: string) => string };

/** A witness that is there is asked every minute. After an hour without, it isn't there any more. */
const freshMaxMs = 3_600_000;

/** @param now the browser's clock, in milliseconds */
export function statementsOf(report: Report | null, keys: KeysHere | null, speaking: Speaking, now: number): readonly Statement[] {
  return [cosigned(report, speaking, now), held(keys, speaking), replayed(report)];
}

export function headlineOf({ phase, report, failure }: Pick<CheckState, 'phase' | 'report' | 'failure'>, statements: readonly Statement[]): Headline {
  if (phase === 'running') return { word: 'Checking…', tone: 'plain', says: 'Your browser works it all out again. You can go on using the page.' };
  if (phase === 'failed') return { word: 'Not checked', tone: 'plain', says: failure?.message ?? '' };
  if (phase === 'stopped') return { word: 'Stopped', tone: 'plain', says: 'A check that was stopped says nothing, neither way.' };
  if (report === null) return { word: 'Not checked yet', tone: 'plain', says: 'So far this page shows what the server says. Your browser can work it out by itself, from the signed records.' };
  if (!report.stands) return { word: 'It differs', tone: 'bad', says: report.finding.what === 'head' ? 'What the server shows isn’t the log that was signed, or isn’t the one that this browser saw:' : 'What the server shows isn’t what the rules give. This is what differs first:' };
  const missing = statements.filter(({ holds }) => holds !== 'yes').map(({ id }) => without[id]);
  if (missing.length === 0) return { word: 'Trustless', tone: 'good', says: 'Independent witnesses have cosigned it, members hold their own keys, and your browser came to the same result. Nobody needs to trust whoever runs the server.' };
  return { word: 'Verifiable', tone: 'good', says: `Your browser took every record through the rules and came to the same result. It doesn’t prove more than that: ${missing.join('; ')}.` };
}

const without: Readonly<Record<Statement['id'], string>> = {
  cosigned: 'no quorum of independent witnesses vouches that others see the same log',
  keys: 'not all members are known to hold their own keys',
  replayed: 'it wasn’t replayed here',
};

function cosigned(report: Report | null, { nameOf }: Speaking, now: number): Statement {
  const how = 'Each cosignature was checked here, by the keys in the policy that the members adopted in the log itself. A witness vouches that it has seen no other past; not that the entries are true. That it is independent of the operator is the members’ own judgement: they chose it.';
  if (report === null || !report.stands) return { id: 'cosigned', holds: 'unknown', title: 'Cosigned by witnesses?', says: 'A check tells who vouches that everybody is shown the same log.', how };
  const { asked, witnesses, quorumSince } = report.cosigned;
  if (!asked) return { id: 'cosigned', holds: 'no', title: 'No witnesses are agreed on', says: 'The operator could show others another log, and nobody would be there to notice. Members can agree on witnesses by a vote.', how: 'The log holds no adopted policy that asks for cosignatures.' };
  const who = witnesses.filter(({ seconds }) => seconds !== null);
  const title = `Cosigned by ${who.length} of ${count(witnesses.length, 'independent witness', 'independent witnesses')}`;
  const named = saysWho(report.cosigned, nameOf, now);
  if (quorumSince === null) return { id: 'cosigned', holds: 'no', title, says: `That is fewer than the members agreed on. ${named}`, how };
  if (now - quorumSince * 1000 > freshMaxMs) return { id: 'cosigned', holds: 'no', title, says: `But not lately: enough of them last did ${ago(quorumSince, now)}. ${named}`, how };
  return { id: 'cosigned', holds: 'yes', title, says: `Enough of them did within the last ${span(Math.max(1000, now - quorumSince * 1000))}. ${named}`, how };
}

function saysWho({ witnesses }: CosignedHead, nameOf: (id: string) => string, now: number): string {
  return witnesses.map(({ name, runBy, seconds }) =>
    `${name} (${runBy === null ? 'the log doesn’t say who runs it' : `run by ${nameOf(runBy)}`}) ${seconds === null ? 'didn’t' : ago(seconds, now)}`).join('; ').concat('.');
}

function held(keys: KeysHere | null, { nameOf }: Speaking): Statement {
  const how = 'The server says so of its own folder. From outside nobody can see whether a copy of a key was kept.';
  if (keys === null) return { id: 'keys', holds: 'unknown', title: 'Keys held by members?', says: 'The server doesn’t say whose keys it holds.', how };
  const here = keys.keysHere.length;
  if (here === 0) return { id: 'keys', holds: 'yes', title: 'Keys are held by members', says: `No private key of the ${count(keys.members, 'member')} lies on the operator’s machine: whoever runs it can’t act in their names.`, how };
  const title = here === keys.members ? 'The operator holds all members’ keys' : `The operator holds the keys of ${here} of ${keys.members} members`;
  return { id: 'keys', holds: 'no', title, says: `Whoever runs the machine could act in the names of ${listed(keys.keysHere.map(nameOf))}.`, how };
}

function replayed(report: Report | null): Statement {
  const how = 'Your browser fetched the log’s files, compared each with the signed head, checked every seal, and let the same rules and the same sandbox decide each record again.';
  if (report === null) return { id: 'replayed', holds: 'unknown', title: 'Replayed here?', says: 'Not yet, by this browser.', how };
  if (!report.stands) return { id: 'replayed', holds: 'no', title: 'The replay found a difference', says: `${count(report.records, 'record')} before it stand.`, how };
  return {
    id: 'replayed', holds: 'yes', title: `Replayed here: ${count(report.records, 'record')}`, how,
    says: `All of them, with ${count(report.observations, 'observation')} in them, are as the rules give them. It took ${span(Math.max(1000, report.tookMs))}.`,
  };
}

function ago(seconds: number, now: number): string {
  return `${span(Math.max(0, now - seconds * 1000))} ago`;
}

/** @example listed(['Ana', 'Bo', 'Cyd']) === 'Ana, Bo and Cyd' */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
