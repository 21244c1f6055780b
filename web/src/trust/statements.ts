/**
 * What may be said of the log, and nothing else: three statements, whether each holds now, and how one knows. The headline's word follows
 * from them alone: "verifiable" when this browser has replayed everything, "trustless" only with all three.
 */
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { span } from '../words/time.ts';
import type { CheckState } from './checker.ts';
import type { CosignedHead, Report } from './messages.ts';

export type Holds = 'yes' | 'no' | 'unknown';
export type Statement = {
  readonly id: 'cosigned' | 'keys' | 'replayed';
  readonly holds: Holds;
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
  if (phase === 'running') return { word: t('trust.word.checking'), tone: 'plain', says: t('trust.says.checking') };
  if (phase === 'failed') return { word: t('trust.word.not_checked'), tone: 'plain', says: phrase(failure?.message ?? '') };
  if (phase === 'stopped') return { word: t('trust.word.stopped'), tone: 'plain', says: t('trust.says.stopped') };
  if (report === null) return { word: t('trust.word.not_yet'), tone: 'plain', says: t('trust.says.not_yet') };
  if (!report.stands) return { word: t('trust.word.differs'), tone: 'bad', says: t(report.finding.what === 'head' ? 'trust.says.differs_head' : 'trust.says.differs') };
  const missing = statements.filter(({ holds }) => holds !== 'yes').map(({ id }) => t(`trust.without.${id}`));
  if (missing.length === 0) return { word: t('trust.word.trustless'), tone: 'good', says: t('trust.says.trustless') };
  return { word: t('trust.word.verifiable'), tone: 'good', says: t('trust.says.verifiable', { missing: missing.join('; ') }) };
}

function cosigned(report: Report | null, { nameOf }: Speaking, now: number): Statement {
  const how = t('trust.cosigned.how');
  if (report === null || !report.stands) return { id: 'cosigned', holds: 'unknown', title: t('trust.cosigned.unknown'), says: t('trust.cosigned.unknown_says'), how };
  const { asked, witnesses, quorumSince } = report.cosigned;
  if (!asked) return { id: 'cosigned', holds: 'no', title: t('trust.cosigned.none'), says: t('trust.cosigned.none_says'), how: t('trust.cosigned.none_how') };
  const title = t('trust.cosigned.title', { n: witnesses.filter(({ seconds }) => seconds !== null).length, of: witnesses.length });
  const named = saysWho(report.cosigned, nameOf, now);
  if (quorumSince === null) return { id: 'cosigned', holds: 'no', title, says: t('trust.cosigned.fewer', { named }), how };
  if (now - quorumSince * 1000 > freshMaxMs) return { id: 'cosigned', holds: 'no', title, says: t('trust.cosigned.old', { ago: ago(quorumSince, now), named }), how };
  return { id: 'cosigned', holds: 'yes', title, says: t('trust.cosigned.fresh', { span: span(Math.max(1000, now - quorumSince * 1000)), named }), how };
}

function saysWho({ witnesses }: CosignedHead, nameOf: (id: string) => string, now: number): string {
  return witnesses.map(({ name, runBy, seconds }) => t('trust.cosigned.witness', {
    name, by: runBy === null ? t('trust.cosigned.run_by_nobody') : t('trust.cosigned.run_by', { name: nameOf(runBy) }), when: seconds === null ? t('trust.cosigned.didnt') : ago(seconds, now),
  })).join('; ').concat('.');
}

function held(keys: KeysHere | null, { nameOf }: Speaking): Statement {
  const how = t('trust.keys.how');
  if (keys === null) return { id: 'keys', holds: 'unknown', title: t('trust.keys.unknown'), says: t('trust.keys.unknown_says'), how };
  const here = keys.keysHere.length;
  if (here === 0) return { id: 'keys', holds: 'yes', title: t('trust.keys.members'), says: t('trust.keys.members_says', { count: keys.members }), how };
  const title = here === keys.members ? t('trust.keys.all') : t('trust.keys.some', { n: here, of: keys.members });
  return { id: 'keys', holds: 'no', title, says: t('trust.keys.could', { names: listed(keys.keysHere.map(nameOf)) }), how };
}

function replayed(report: Report | null): Statement {
  const how = t('trust.replayed.how');
  if (report === null) return { id: 'replayed', holds: 'unknown', title: t('trust.replayed.unknown'), says: t('trust.replayed.unknown_says'), how };
  if (!report.stands) return { id: 'replayed', holds: 'no', title: t('trust.replayed.differs'), says: t('trust.replayed.differs_says', { count: report.records }), how };
  return {
    id: 'replayed', holds: 'yes', title: t('trust.replayed.title', { count: report.records }), how,
    says: t('trust.replayed.says', { count: report.observations, span: span(Math.max(1000, report.tookMs)) }),
  };
}

function ago(seconds: number, now: number): string {
  return t('trust.ago', { span: span(Math.max(0, now - seconds * 1000)) });
}

/** @example listed(['Ana', 'Bo', 'Cyd']) === 'Ana, Bo and Cyd' */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : t('trust.listed', { first: names.slice(0, -1).join(', '), last: names.at(-1) ?? '' });
}
