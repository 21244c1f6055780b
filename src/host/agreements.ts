/** Agreements over HTTP: in short, term by term, in figures, under other terms; and what a member is asked to decide on today. */
import type { AgreementPorts } from '../adapters/http/agreement-ports.ts';
import type { TermsAsked } from '../adapters/http/agreement-schemas.ts';
import { isBound } from '../kernel/bound.ts';
import { amended } from '../kernel/changes.ts';
import { readEnvelope, unitOf } from '../kernel/envelope.ts';
import { decimalsOf, type KernelState } from '../kernel/state.ts';
import { readTerms } from '../kernel/terms.ts';
import { agreementsOf, figuresOf } from '../views/figures.ts';
import { labelsIn, saidOf } from '../views/proposed.ts';
import { termsOf } from '../views/terms.ts';
import type { TermsDraftShown } from '../views/terms-shown.ts';
import type { View } from '../views/view.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { boundIf } from './bound.ts';
import type { Clock } from './clock.ts';
import { handfulNow } from './handful.ts';
import type { Writer } from './writer.ts';

export function agreementPorts({ writer, view, clock }: { readonly writer: Writer; readonly view: () => View; readonly clock: Clock }): AgreementPorts {
  const state = (): Readonly<KernelState> => writer.collective.state;
  const known = (member: string | undefined): Result<true> => (member === undefined || view().members.has(member) ? ok(true) : refuse('unknown_member', `there is no member ${member}`));
  const named = <T>(id: string, value: T | undefined): Result<T> => (value === undefined ? refuse('unknown_subcontract', `there is no agreement ${id} in force`) : ok(value));
  return {
    list: (member) => {
      const there = known(member);
      return there.ok ? ok(agreementsOf(view(), clock.now(), member, (id) => bindingOn(state(), id, member))) : there;
    },
    terms: (id) => named(id, termsOf(view(), id)),
    draft: (id, asked) => {
      const there = known(asked.member);
      return there.ok ? draftOf(view(), state(), id, asked) : there;
    },
    figures: (id, member) => {
      const there = known(member);
      return there.ok ? named(id, figuresOf(view(), id, clock.now(), member)) : there;
    },
    handful: (member) => {
      const shown = handfulNow(view(), state(), member, clock.now(), (asking) => writer.collective.foresee(asking));
      return shown === undefined ? refuse('unknown_member', `there is no member ${member}`) : ok(shown);
    },
  };
}

function bindingOn(state: Readonly<KernelState>, id: string, member: string | undefined): boolean | null {
  const subcontract = state.subcontracts.get(id);
  return member === undefined || subcontract === undefined ? null : isBound(state, subcontract, member);
}

/** With the kernel's own checks: what is refused here would be refused as a proposal. */
function draftOf(view: View, state: Readonly<KernelState>, subcontract: string, { terms, member }: TermsAsked): Result<TermsDraftShown> {
  const change = { change: 'terms' as const, subcontract, terms };
  const adoption = amended(state, change);
  if (!adoption.ok) return adoption;
  const { manifest } = adoption.value;
  const read = readTerms(state, manifest, adoption.value.terms);
  if (!read.ok) return read;
  const envelope = readEnvelope(manifest, read.value, decimalsOf(state, unitOf(state, read.value)));
  if (!envelope.ok) return envelope;
  return ok({ labels: labelsIn(view, change), differences: saidOf(view, change).changes, cases: member === undefined ? [] : boundIf(view, state, change, member) });
}
