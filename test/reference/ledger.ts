// Balances and what is owed: netted first, then paid in order of the instant at which it fell due.

import { type Owed, type Scenario, scaled, shown } from './scenario.ts'

export interface Debt {
  from: string
  to: string
  unit: string
  amount: bigint
  /** When it fell due: the clock of the collective. */
  due: number
  /** When it fell due if observations' own times ordered debts; where that would pay differently there is a doubt. */
  otherDue: number
  /** The observation that it stands for. */
  cause: string
  step: number
}

export interface Posting { from: string, to: string, unit: string, amount: bigint, because: string }

type Doubt = (label: string, step: number) => void

export class Ledger {
  readonly postings: Posting[] = []
  debts: Debt[] = []
  readonly #balances = new Map<string, bigint>()
  readonly #floors = new Map<string, bigint>()
  readonly #scenario: Scenario
  readonly #doubt: Doubt

  constructor(scenario: Scenario, doubt: Doubt) {
    this.#scenario = scenario
    this.#doubt = doubt
    for (const member of scenario.members) {
      for (const unit of Object.keys(scenario.collective.units)) {
        const decimals = this.decimals(unit)
        this.#balances.set(`${member.id} ${unit}`, scaled(member.opening?.[unit] ?? '0', decimals))
        this.#floors.set(`${member.id} ${unit}`, scaled(member.floor?.[unit] ?? '0', decimals))
      }
    }
  }

  decimals(unit: string): number {
    const known = this.#scenario.collective.units[unit]
    if (!known) throw new Error(`unknown unit ${unit}`)
    return known.decimals
  }

  balance(member: string, unit: string): bigint {
    return this.#balances.get(`${member} ${unit}`) ?? 0n
  }

  floor(member: string, unit: string): bigint {
    return this.#floors.get(`${member} ${unit}`) ?? 0n
  }

  available(member: string, unit: string): bigint {
    const above = this.balance(member, unit) - this.floor(member, unit)
    return above > 0n ? above : 0n
  }

  owes(from: string, to: string, unit: string): bigint {
    return sum(this.debts.filter(d => d.from === from && d.to === to && d.unit === unit))
  }

  owe(debt: Debt): void {
    if (debt.amount > 0n && debt.from !== debt.to) this.debts.push(debt)
  }

  move(from: string, to: string, unit: string, amount: bigint, because: string): void {
    if (amount <= 0n) return
    if (this.available(from, unit) < amount) throw new Error(`${from} would fall below the floor`)
    this.#balances.set(`${from} ${unit}`, this.balance(from, unit) - amount)
    this.#balances.set(`${to} ${unit}`, this.balance(to, unit) + amount)
    this.postings.push({ from, to, unit, amount, because })
  }

  /** Nets, then lets everybody who owes and has pay, until nobody can. */
  settle(step: number): void {
    this.net(step)
    const split = new Set<string>()
    const before = this.postings.length
    for (let moved = true; moved;) {
      moved = false
      for (const from of this.#scenario.members.map(m => m.id).sort()) {
        for (const unit of Object.keys(this.#scenario.collective.units)) {
          if (this.pay(from, unit, step, split)) moved = true
        }
      }
    }
    if (this.postings.length - before > 30) this.#doubt('long-cascade', step)
  }

  net(step: number): void {
    for (const { from, to, unit } of this.debts.slice()) {
      const there = this.owes(from, to, unit)
      const back = this.owes(to, from, unit)
      const both = there < back ? there : back
      if (both === 0n) continue
      const owesOthers = (a: string, b: string): boolean => this.debts.some(d => d.from === a && d.to !== b && d.unit === unit)
      if ((this.available(from, unit) > 0n && owesOthers(to, from)) || (this.available(to, unit) > 0n && owesOthers(from, to))) this.#doubt('net-before-paying', step)
      this.#reduce(from, to, unit, both)
      this.#reduce(to, from, unit, both)
    }
  }

  /** Pays what `from` owes from what `from` has; true if anything moved. */
  pay(from: string, unit: string, step: number, split = new Set<string>()): boolean {
    const mine = this.debts.filter(d => d.from === from && d.unit === unit)
    const has = this.available(from, unit)
    if (mine.length === 0 || has === 0n) return false
    const plan = allocate(mine, has, d => d.due, d => d.to)
    const other = allocate(mine, has, d => d.otherDue, d => d.to)
    const single = allocate(mine, has, d => d.due, d => `${d.to} ${String(mine.indexOf(d)).padStart(6, '0')}`)
    for (const creditor of new Set(mine.map(d => d.to))) {
      if (plan.get(creditor) !== other.get(creditor)) {
        for (const debt of mine) if (debt.due !== debt.otherDue) this.#doubt('due-instant', debt.step)
      }
      const ofIts = [...single].filter(([key]) => key.startsWith(`${creditor} `)).reduce((total, [, amount]) => total + amount, 0n)
      if ((plan.get(creditor) ?? 0n) !== ofIts) this.#doubt('debts-of-one-creditor', step)
    }
    const last = mine.filter(d => (plan.get(d.to) ?? 0n) > 0n).map(d => d.due).sort((a, b) => b - a)[0] ?? 0
    const inLast = new Set(mine.filter(d => d.due === last).map(d => d.to))
    if (inLast.size > 1) {
      const key = `${from} ${unit} ${last}`
      if (split.has(key)) this.#doubt('split-twice', step)
      split.add(key)
    }
    for (const [to, amount] of plan) {
      if (amount === 0n) continue
      this.move(from, to, unit, amount, 'debt')
      this.#reduce(from, to, unit, amount)
    }
    return true
  }

  /** Takes up to `amount` off what is owed for one observation; says how much came off. */
  forgive(cause: string, from: string, to: string, unit: string, amount: bigint): bigint {
    let left = amount
    for (const debt of this.debts) {
      if (debt.cause !== cause || debt.from !== from || debt.to !== to || debt.unit !== unit) continue
      const off = debt.amount < left ? debt.amount : left
      debt.amount -= off
      left -= off
    }
    this.debts = this.debts.filter(d => d.amount > 0n)
    return amount - left
  }

  owed(): Owed[] {
    const totals = new Map<string, bigint>()
    for (const d of this.debts) totals.set(`${d.from} ${d.to} ${d.unit}`, (totals.get(`${d.from} ${d.to} ${d.unit}`) ?? 0n) + d.amount)
    return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, amount]) => {
      const [from = '', to = '', unit = ''] = key.split(' ')
      return { from, to, unit, amount: shown(amount, this.decimals(unit)) }
    })
  }

  #reduce(from: string, to: string, unit: string, amount: bigint): void {
    const pair = this.debts.filter(d => d.from === from && d.to === to && d.unit === unit)
    const oldest = pair.toSorted((a, b) => a.due - b.due)
    let left = amount
    for (const debt of oldest) {
      const off = debt.amount < left ? debt.amount : left
      debt.amount -= off
      left -= off
    }
    this.debts = this.debts.filter(d => d.amount > 0n)
  }
}

/** Oldest first; within one instant in proportion, by the largest remainder, ties by key. */
function allocate(debts: Debt[], has: bigint, due: (d: Debt) => number, keyOf: (d: Debt) => string): Map<string, bigint> {
  const plan = new Map<string, bigint>()
  let left = has
  for (const instant of [...new Set(debts.map(due))].sort((a, b) => a - b)) {
    const weights = new Map<string, bigint>()
    for (const debt of debts) if (due(debt) === instant) weights.set(keyOf(debt), (weights.get(keyOf(debt)) ?? 0n) + debt.amount)
    const total = [...weights.values()].reduce((a, b) => a + b, 0n)
    const give = left < total ? left : total
    for (const [key, amount] of proportion(give, weights)) plan.set(key, (plan.get(key) ?? 0n) + amount)
    left -= give
  }
  return plan
}

export function proportion(whole: bigint, weights: Map<string, bigint>): Map<string, bigint> {
  const total = [...weights.values()].reduce((a, b) => a + b, 0n)
  const shares = [...weights].map(([key, weight]) => ({ key, share: whole * weight / total, rest: whole * weight % total }))
  let missing = whole - shares.reduce((a, s) => a + s.share, 0n)
  for (const s of shares.toSorted((a, b) => (a.rest === b.rest ? (a.key < b.key ? -1 : 1) : (a.rest > b.rest ? -1 : 1)))) {
    if (missing === 0n) break
    s.share += 1n
    missing -= 1n
  }
  return new Map(shares.map(s => [s.key, s.share]))
}

function sum(debts: Debt[]): bigint {
  return debts.reduce((total, d) => total + d.amount, 0n)
}
