/** The commands, in groups, in the order in which a person needs them. */
import { accept } from './accept.ts';
import { admit } from './admit.ts';
import { amend } from './amend.ts';
import { exporting, importing } from './archive.ts';
import { backtest } from './backtest.ts';
import { backup, restore, upgrade } from './backup.ts';
import { bank } from './bank.ts';
import { bind, unbind } from './bind.ts';
import { bound } from './bound.ts';
import { catchingUp } from './catch-up.ts';
import { charter } from './charter.ts';
import type { Command } from './command.ts';
import { comment } from './comment.ts';
import { compare } from './compare.ts';
import { consent } from './consent.ts';
import { delegate } from './delegate.ts';
import { dispute, judge } from './dispute.ts';
import { erase } from './erase.ts';
import { forecast } from './forecast.ts';
import { found } from './found.ts';
import { friends } from './friends.ts';
import { help, type CommandGroup } from './help.ts';
import { home } from './home.ts';
import { income, reverse } from './income.ts';
import { incident } from './incident.ts';
import { invite } from './invite.ts';
import { issue } from './issue.ts';
import { join } from './join.ts';
import { key } from './key.ts';
import { kit } from './kit.ts';
import { leave } from './leave.ts';
import { link } from './link.ts';
import { look } from './look.ts';
import { means } from './means.ts';
import { node } from './node.ts';
import { notices } from './notices.ts';
import { outside } from './outside.ts';
import { pay } from './pay.ts';
import { payout, settle } from './payout.ts';
import { permit } from './permit.ts';
import { proposal } from './proposal.ts';
import { proposals } from './proposals.ts';
import { propose } from './propose.ts';
import { receipt } from './receipt.ts';
import { confirm, contest, drop, repay, request } from './request.ts';
import { resubmitting } from './resubmit.ts';
import { run } from './run.ts';
import { sensing } from './sensing.ts';
import { sign } from './sign.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { survey } from './survey.ts';
import { text } from './text.ts';
import { things } from './things.ts';
import { verify } from './verify.ts';
import { vote } from './vote.ts';
import { withdraw } from './withdraw.ts';
import { witness } from './witness.ts';

export const commandGroups: readonly CommandGroup[] = [
  { title: 'To try it, and to begin', commands: [['start', start], ['run', run], ['kit', kit], ['found', found], ['sign', sign], ['home', home]] },
  { title: 'Every day', commands: [['status', status], ['pay', pay], ['consent', consent], ['repay', repay], ['contest', contest], ['confirm', confirm], ['drop', drop], ['request', request]] },
  { title: 'With the bank', commands: [['outside', outside], ['income', income], ['payout', payout], ['settle', settle], ['reverse', reverse], ['bank', bank]] },
  { title: 'What binds you', commands: [['charter', charter], ['bound', bound], ['survey', survey], ['accept', accept], ['leave', leave]] },
  { title: 'Deciding together', commands: [['proposals', proposals], ['proposal', proposal], ['propose', propose], ['vote', vote], ['amend', amend], ['comment', comment], ['delegate', delegate], ['withdraw', withdraw], ['backtest', backtest], ['forecast', forecast]] },
  { title: 'Members, keys, links', commands: [['invite', invite], ['join', join], ['admit', admit], ['friends', friends], ['means', means], ['text', text], ['erase', erase], ['issue', issue], ['key', key], ['link', link], ['notices', notices]] },
  { title: 'Sensing', commands: [['things', things], ['bind', bind], ['unbind', unbind], ['permit', permit], ['look', look], ['dispute', dispute], ['judge', judge], ['incident', incident], ['sensing', sensing]] },
  { title: 'Checking the log', commands: [['verify', verify], ['compare', compare], ['witness', witness], ['node', node], ['receipt', receipt]] },
  { title: 'Copies, and ways back', commands: [['export', exporting], ['import', importing], ['catch-up', catchingUp], ['resubmit', resubmitting], ['backup', backup], ['restore', restore], ['upgrade', upgrade]] },
  { title: 'Help', commands: [['help', help(() => commandGroups)]] },
];

export const commands: ReadonlyMap<string, Command> = new Map(commandGroups.flatMap((group) => group.commands));
