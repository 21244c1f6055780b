/** The commands, in the order in which a person needs them. */
import { admit } from './admit.ts';
import { exporting, importing } from './archive.ts';
import { backtest } from './backtest.ts';
import { backup, restore, upgrade } from './backup.ts';
import { catchingUp } from './catch-up.ts';
import type { Command } from './command.ts';
import { consent } from './consent.ts';
import { erase } from './erase.ts';
import { found } from './found.ts';
import { friends } from './friends.ts';
import { help } from './help.ts';
import { issue } from './issue.ts';
import { key } from './key.ts';
import { kit } from './kit.ts';
import { link } from './link.ts';
import { means } from './means.ts';
import { node } from './node.ts';
import { pay } from './pay.ts';
import { proposals } from './proposals.ts';
import { propose } from './propose.ts';
import { receipt } from './receipt.ts';
import { confirm, contest, drop, repay, request } from './request.ts';
import { resubmitting } from './resubmit.ts';
import { run } from './run.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { text } from './text.ts';
import { verify } from './verify.ts';
import { vote } from './vote.ts';
import { witness } from './witness.ts';

export const commands: ReadonlyMap<string, Command> = new Map([
  ['start', start],
  ['run', run],
  ['kit', kit],
  ['found', found],
  ['status', status],
  ['pay', pay],
  ['consent', consent],
  ['repay', repay],
  ['contest', contest],
  ['confirm', confirm],
  ['drop', drop],
  ['request', request],
  ['propose', propose],
  ['vote', vote],
  ['proposals', proposals],
  ['backtest', backtest],
  ['friends', friends],
  ['admit', admit],
  ['means', means],
  ['text', text],
  ['erase', erase],
  ['issue', issue],
  ['key', key],
  ['link', link],
  ['verify', verify],
  ['witness', witness],
  ['node', node],
  ['receipt', receipt],
  ['export', exporting],
  ['import', importing],
  ['catch-up', catchingUp],
  ['resubmit', resubmitting],
  ['backup', backup],
  ['restore', restore],
  ['upgrade', upgrade],
  ['help', help(() => commands)],
]);
