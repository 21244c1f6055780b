/** What the kernel looks after when an item, or an alarm, is done with all that it woke: trials that have gone far enough, and what has nothing open any more. */
import type { ChangePorts } from './changes.ts';
import { openFollowUp } from './opening.ts';
import { measure } from './pilots.ts';
import { endWhenSettled } from './standing.ts';
import type { Turn } from './turn-state.ts';

/** @param refused the subcontracts whose own effects were refused in it */
export function endItem(turn: Turn, ports: ChangePorts, refused: readonly string[]): void {
  if (turn.state.pilots.size > 0) for (const followUp of measure(turn, refused)) openFollowUp(turn, ports, followUp);
  endWhenSettled(turn);
}
