import { memo } from 'react';
import type { MemberShown, SubcontractShown, UnitShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { size } from '../words/amounts.ts';
import { Amount } from './amount.tsx';
import { Card } from './card.tsx';
import { Face } from './face.tsx';

type MembersProps = { readonly members: readonly MemberShown[]; readonly units: readonly UnitShown[]; readonly subcontracts: readonly SubcontractShown[] };

export const Members = memo(function Members({ members, units, subcontracts }: MembersProps) {
  return (
    <Card id="members" title={t('books.members')} className="area-members" aside={<><a href="#/invite">{t('door.invite')}</a> <a href="#/money">{t('books.members.mine')}</a></>}>
      {units.map((unit) => {
        const most = Math.max(1, ...members.map(({ balances }) => Math.abs(size(balances[unit.id] ?? '0'))));
        return (
          <div key={unit.id} className="balances">
            {units.length > 1 ? <h3>{unit.name}</h3> : null}
            <ul>
              {members.map((member) => (
                <Balance key={member.id} member={member} unit={unit} most={most} role={roleOf(member.id, subcontracts)} />
              ))}
            </ul>
          </div>
        );
      })}
    </Card>
  );
});

type BalanceProps = { readonly member: MemberShown; readonly unit: UnitShown; readonly most: number; readonly role: string };

const Balance = memo(function Balance({ member, unit, most, role }: BalanceProps) {
  const balance = member.balances[unit.id] ?? '0';
  const share = Math.abs(size(balance)) / most;
  return (
    <li className="balance" data-member={member.id}>
      <Face id={member.id} name={member.name} />
      <span className="balance-name">{member.name}{role === '' ? null : <span className="quiet">{role}</span>}</span>
      <Amount amount={balance} unit={unit.id} />
      <span className={`bar ${size(balance) < 0 ? 'bar-minus' : ''}`} aria-hidden="true"><span style={{ inlineSize: `${share * 100}%` }} /></span>
    </li>
  );
});

function roleOf(member: string, subcontracts: readonly SubcontractShown[]): string {
  return subcontracts.flatMap(({ id, parties }) => Object.entries(parties).filter(([, who]) => who === member).map(([party]) => t('books.members.role', { party, agreement: id }))).join(', ');
}
