// What a scenario expects, held against the model: balances, owed, review, postings. Notices and refusals it doesn't know.

import { play, type World } from './model.ts'
import { type Expect, type Owed, type Scenario, shown } from './scenario.ts'

export interface Difference { step: number, path: string, expected: string, actual: string }

export function differences(scenario: Scenario): Difference[] {
  const found: Difference[] = []
  let told = 0
  play(scenario, (step, number, world) => {
    if (!step.expect) return
    for (const [path, expected, actual] of pairs(step.expect, world, told)) {
      if (expected !== actual) found.push({ step: number, path, expected, actual })
    }
    told = world.ledger.postings.length
  })
  return found
}

function pairs(expect: Expect, world: World, told: number): [string, string, string][] {
  const state = world.state()
  const list: [string, string, string][] = []
  for (const [member, units] of Object.entries(expect.balances ?? {})) {
    for (const [unit, amount] of Object.entries(units)) list.push([`balances.${member}.${unit}`, amount, state.balances[member]?.[unit] ?? 'no account'])
  }
  if (expect.owed) list.push(['owed', sorted(expect.owed), sorted(state.owed)])
  if (expect.review) list.push(['review', expect.review.toSorted().join(), state.review.toSorted().join()])
  if (expect.postings) {
    const posted = world.ledger.postings.slice(told).map(p => ({ ...p, amount: shown(p.amount, world.ledger.decimals(p.unit)) }))
    list.push(['postings', expect.postings.map(line).join('; '), posted.map(line).join('; ')])
  }
  return list
}

export function sorted(owed: Owed[]): string {
  return owed.map(line).sort().join('; ')
}

function line(o: Owed): string {
  return `${o.from} → ${o.to} ${o.amount} ${o.unit}`
}
