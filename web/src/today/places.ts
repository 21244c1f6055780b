/** From a line of Today to where it is done, or seen. */
import type { AskedOfShown, NextShown } from '../../../src/views/today-shown.ts';
import { address } from '../shell/address.ts';

export function placeOfAsked({ what, id }: Pick<AskedOfShown, 'what' | 'id'>): string {
  switch (what) {
    case 'vote': case 'confirm': case 'recover': return address('decide', id);
    case 'review': case 'judge': return '#/things/doubts';
    case 'accept': return address('agreements', id);
    case 'sign': return '#/charter';
    case 'debt': return '#/money';
    case 'settle': return '#/money/bank';
  }
}

export function placeOfNext({ what, id, subcontract }: Pick<NextShown, 'what' | 'id' | 'subcontract'>): string {
  switch (what) {
    case 'owes': case 'is_owed': return '#/money';
    case 'closes': case 'in_force': return address('decide', id);
    case 'dropped': return '#/things/doubts';
    case 'trial_ends': case 'planned': return address('agreements', subcontract ?? id);
  }
}
