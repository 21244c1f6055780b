/**
 * What members answered in surveys: `survey.db` in the data folder, apart from the log, or in memory. It is personal, and so erasable: what is
 * replaced or taken away is overwritten in the file. The file is made with the first answer. A change is on disk when its call returns.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { SurveyAnswers } from '../../vocabulary/survey.ts';
import { requireCrc, rowCrc } from '../journal-sqlite/crc.ts';
import { guarded } from '../journal-sqlite/errors.ts';
import { emptyWal } from '../journal-sqlite/texts.ts';
import { answersPath, explained, openAnswers, openAnswersInMemory, openAnswersToRead } from './schema.ts';

/** Each throws JournalError `in_use`, `newer_version`, `read_only`, `full`, `corrupt`, `io`. */
export type AnswerStore = {
  /** In place of what the member answered before; none at all takes that away. */
  readonly put: (member: string, kit: string, answers: SurveyAnswers) => void;
  /** Undefined: nothing is kept. */
  readonly of: (member: string, kit: string) => SurveyAnswers | undefined;
  /** All that a member answered, by kit. */
  readonly given: (member: string) => ReadonlyMap<string, SurveyAnswers>;
  /** Of everyone, by member. */
  readonly all: (kit: string) => ReadonlyMap<string, SurveyAnswers>;
  /** Of whom anything is kept. */
  readonly members: () => readonly string[];
  /** All that a member answered, for every kit. */
  readonly erase: (member: string) => void;
  readonly close: () => void;
};

/**
 * @param folder the data folder; undefined: in memory
 * @param mode `read`: beside whoever writes, and nothing else
 */
export function openAnswerStore(folder: string | undefined, mode: 'write' | 'read' = 'write'): AnswerStore {
  const path = folder === undefined ? 'memory' : answersPath(folder);
  let opened: DatabaseSync | undefined;
  const open = (make: boolean): DatabaseSync | undefined => (folder === undefined ? openAnswersInMemory() : mode === 'read' ? openAnswersToRead(folder) : openAnswers(folder, make));
  const database = (make: boolean): DatabaseSync | undefined => (opened ??= open(make));
  const reading = <T>(none: T, action: (database: DatabaseSync) => T): T => explained(path, () => guarded(`can't read ${path}`, () => {
    const there = database(false);
    return there === undefined ? none : action(there);
  }));
  const writing = (make: boolean, action: (database: DatabaseSync) => void): void => explained(path, () => guarded(`can't write to ${path}`, () => {
    const there = database(make);
    if (there === undefined) return;
    action(there);
    if (folder !== undefined) emptyWal(there);
  }));
  return {
    put: (member, kit, answers) => writing(Object.keys(answers).length > 0, (into) => put(into, member, kit, answers)),
    of: (member, kit) => reading<SurveyAnswers | undefined>(undefined, (from) => {
      const row = from.prepare('SELECT * FROM answers WHERE member = ? AND kit = ?').get(member, kit);
      return row === undefined ? undefined : answersIn(row, path);
    }),
    given: (member) => reading<ReadonlyMap<string, SurveyAnswers>>(new Map(), (from) => new Map(from.prepare('SELECT * FROM answers WHERE member = ? ORDER BY kit').all(member).map((row) => [String(row['kit']), answersIn(row, path)]))),
    all: (kit) => reading<ReadonlyMap<string, SurveyAnswers>>(new Map(), (from) => new Map(from.prepare('SELECT * FROM answers WHERE kit = ? ORDER BY member').all(kit).map((row) => [String(row['member']), answersIn(row, path)]))),
    members: () => reading<readonly string[]>([], (from) => from.prepare('SELECT DISTINCT member FROM answers ORDER BY member').all().map((row) => String(row['member']))),
    erase: (member) => writing(false, (from) => void from.prepare('DELETE FROM answers WHERE member = ?').run(member)),
    close: () => { if (opened?.isOpen === true) opened.close(); },
  };
}

function put(into: DatabaseSync, member: string, kit: string, answers: SurveyAnswers): void {
  if (Object.keys(answers).length === 0) return void into.prepare('DELETE FROM answers WHERE member = ? AND kit = ?').run(member, kit);
  const text = JSON.stringify(answers);
  into.prepare('INSERT OR REPLACE INTO answers (member, kit, text, crc) VALUES (?, ?, ?, ?)').run(member, kit, text, rowCrc(member, kit, text));
}

function answersIn(row: { readonly [name: string]: unknown }, path: string): SurveyAnswers {
  const [member, kit, text] = [String(row['member']), String(row['kit']), String(row['text'])];
  requireCrc(row['crc'], `what ${member} answered on ${kit}`, path, member, kit, text);
  return JSON.parse(text) as SurveyAnswers;
}
