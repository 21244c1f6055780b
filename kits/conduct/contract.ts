/**
 * Marks against a member, and what so many of them cost.
 *
 * Parties: the warden reports what no other agreement sees, as all can together. It holds for all members alike, and moves no money.
 * What happens: marks of the agreed code, made here or by other agreements, count for a while each. With enough of them the member's entitlements are lost, some
 * days after the member was told, until enough of the marks have expired; an appeal goes to a third person. Agreements that give something wait for the
 * marks `entitlement_lost`, `entitlement_restored` and `entitlement_overturned` (lost in error: what was missed is due).
 * What can't happen: a loss without notice, or one that never ends.
 */
import {
  addDays, cancel, contract, dayMs, mark, min, notice, refuse, review, timer,
  type Day, type Marked, type Now, type Requested, type Reviewed, type Woke,
} from 'frankpledge/contract';

type Terms = { condition: string; marks_max: number; marks_left: number; window_days: number; notice_days: number; appeal_days: number };
/** The days of the last marks, earliest first; from when on it is lost, or was until the marks expired; and whether this loss was appealed. */
type Standing = { marks: Day[]; lost: Day | null; appeal: 'none' | 'open' | 'decided' };
type Parties = { warden: string };
type Own<Event> = Now<Terms, Parties, { own: Standing | null }, Event>;
type OfTimer = Now<Terms, Parties, { of: Standing | null }, Woke<{ member: string }>>;

const counting = (terms: Terms, marks: Day[], today: Day) => marks.filter((day) => today < addDays(day, terms.window_days));

/** The first day on which no more than `marks_left` of the marks count; the first of all where there are no more. */
const restoredOn = (terms: Terms, marks: Day[]): Day => {
  const last = marks[marks.length - 1 - min(terms.marks_left, terms.marks_max - 1)];
  return last === undefined ? '1970-01-01' : addDays(last, terms.window_days);
};

/** A loss begins only where marks still count by then; once it is back, the next one is announced anew. */
const withMark = (terms: Terms, before: Standing, made: Day, today: Day): Standing => {
  const isOver = before.lost !== null && today >= restoredOn(terms, before.marks);
  const { lost, appeal }: Pick<Standing, 'lost' | 'appeal'> = isOver ? { lost: null, appeal: 'none' } : before;
  const marks = counting(terms, [...before.marks, made], today).slice(-terms.marks_max);
  const day = addDays(today, terms.notice_days);
  return { marks, lost: lost === null && marks.length >= terms.marks_max && day < restoredOn(terms, marks) ? day : lost, appeal };
};

const granted = ({ state, event }: Own<Reviewed<unknown>>) => {
  const { by, id, today } = event;
  if (state.own === null || by === null) return {};
  const { lost } = state.own;
  const own: Standing = { marks: [], lost: null, appeal: 'none' };
  return {
    state: { own },
    effects: [notice(by, 'overturned', {}), cancel(`lost/${by}`), cancel(`restored/${by}`), ...(lost !== null && lost <= today ? [mark(by, 'entitlement_overturned', id)] : [])],
  };
};

export default contract({
  marked: {
    // Of what was done while this was held it hears later: by then a mark may count no more.
    counted: ({ terms, state, event }: Now<Terms, Parties, { marked: Standing | null }, Marked>) => {
      const { on: member, day: made, today } = event;
      const before = state.marked ?? { marks: [], lost: null, appeal: 'none' };
      const marked = withMark(terms, before, made, today);
      const { marks, lost } = marked;
      const count = marks.length;
      if (lost === null) return { state: { marked }, effects: [notice(member, 'counted', { count })] };
      const until = restoredOn(terms, marks);
      const begins = before.lost === lost ? [] : [timer('lost', { day: lost }, { member }, `lost/${member}`)];
      return {
        state: { marked },
        effects: [notice(member, 'will_lose', { count, day: lost, until }), ...begins, timer('restored', { day: until }, { member }, `restored/${member}`)],
      };
    },
  },

  woke: {
    lost: ({ terms, state, event: { data: { member }, day } }: OfTimer) => {
      if (state.of === null) return {};
      return { effects: [mark(member, 'entitlement_lost', day), notice(member, 'lost', { day, until: restoredOn(terms, state.of.marks) })] };
    },
    restored: ({ event: { data: { member }, day } }: OfTimer) => ({ effects: [mark(member, 'entitlement_restored', day), notice(member, 'restored', { day })] }),
  },

  requested: {
    report: ({ terms, parties, event }: Now<Terms, Parties, unknown, Requested<{ member: string; reason: string }>>) => {
      const { by, member, reason } = event;
      if (by !== 'collective' && by !== parties.warden) return refuse('needs_decision', `only ${parties.warden} reports alone`);
      return { effects: [notice(member, 'reported', { reason }), mark(member, terms.condition, event.id)] };
    },

    appeal: ({ terms, parties, state, event }: Own<Requested<{ reason?: string }>>) => {
      const { by, at, now, reason = '' } = event;
      if (state.own === null || state.own.lost === null) return refuse('not_contestable', 'you have lost nothing that could be appealed');
      if (state.own.appeal !== 'none') return refuse('already_in_review', 'this loss was appealed already');
      const own: Standing = { ...state.own, appeal: 'open' };
      return { state: { own }, effects: [review(`appeal:${by}`, { at, by, reason: 'appealed', parties: [parties.warden], expires: { at: now + terms.appeal_days * dayMs }, data: { by, reason } })] };
    },
  },

  reviewed: {
    confirm: ({ terms, state, event: { by } }: Own<Reviewed<unknown>>) => {
      if (state.own === null || by === null) return {};
      const own: Standing = { ...state.own, appeal: 'decided' };
      return { state: { own }, effects: [notice(by, 'stands', { until: restoredOn(terms, own.marks) })] };
    },
    drop: granted,
    expired: granted,
  },

  asked: {
    standing: ({ terms, state, event: { today } }: Own<Requested<unknown>>) => {
      const { marks, lost, appeal } = state.own ?? { marks: [], lost: null, appeal: 'none' };
      const restored = restoredOn(terms, marks);
      const isOpen = lost !== null && today < restored;
      return { answer: { count: counting(terms, marks, today).length, lost: isOpen ? lost : null, restored: isOpen ? restored : null, appeal } };
    },
  },
});
