/** For what somebody may look at a stream, as those whom it measures permit. */
import type { MeasuringShown } from '../../../src/views/sensing-shown.ts';
import type { StreamName } from '../../../src/vocabulary/sensing.ts';

export type Grant = {
  readonly purpose: string;
  /** Who of those whom it measures doesn't let them look for it; empty: it will be shown. */
  readonly missing: readonly string[];
  /** What of a reading all of them let be seen; null: all of it. */
  readonly fields: readonly string[] | null;
};

/**
 * By purpose, what is permitted by all first. One's own readings need nobody's permit.
 * @param measuring what each member says who is measured, in the order of their names
 */
export function grantsFor(asker: string, stream: StreamName, measuring: readonly { readonly member: string; readonly shown: MeasuringShown }[]): Grant[] {
  const others = measuring.filter(({ member }) => member !== asker);
  const given = others.flatMap(({ member, shown }) => shown.streams.filter((each) => each.stream === stream).flatMap(({ permits }) => permits.flatMap(({ permit }) => (permit.to === asker ? [{ member, permit }] : []))));
  const grants = [...Map.groupBy(given, ({ permit }) => permit.purpose)].map(([purpose, own]): Grant => {
    const narrowed = own.flatMap(({ permit: { fields } }) => (fields === undefined ? [] : [fields]));
    const [first, ...rest] = narrowed;
    return {
      purpose, missing: others.filter(({ member }) => own.every((each) => each.member !== member)).map(({ member }) => member),
      fields: first === undefined ? null : first.filter((field) => rest.every((fields) => fields.includes(field))),
    };
  });
  return grants.sort((a, b) => a.missing.length - b.missing.length || (a.purpose < b.purpose ? -1 : 1));
}
