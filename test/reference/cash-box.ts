// The cash box, naively: loans, returns, collection at the due day, guarantors in rounds.

import { addDays, localDay, startOfDay } from './civil.ts'
import { type Kit, type Seen, type Timer, type World } from './model.ts'
import { type Request, type Subcontract, type Terms, scaled } from './scenario.ts'

interface Loan {
  id: string
  step: number
  by: string
  at: number
  due: number
  /** Not yet returned or repaid; what is uncovered after the due day is a debt in the ledger. */
  left: bigint
  collected: boolean
}

export class CashBox implements Kit {
  readonly #world: World
  readonly #owner: string
  readonly #unit: string
  readonly #guarantors: string[]
  readonly #terms: Required<Pick<Terms, 'box' | 'loan_days' | 'loan_max' | 'event_cutoff' | 'person_cutoff' | 'guarantee_max'>>
  readonly #loans: Loan[] = []
  readonly #reviewed = new Set<string>()

  constructor(world: World, subcontract: Subcontract) {
    this.#world = world
    this.#owner = subcontract.parties['owner'] ?? ''
    this.#unit = subcontract.terms?.unit ?? Object.keys(world.scenario.collective.units)[0] ?? ''
    const { consents } = subcontract
    this.#guarantors = (consents === 'all' ? world.scenario.members.map(m => m.id) : consents ?? []).toSorted()
    this.#terms = { box: 'cashbox', loan_days: 30, loan_max: '10000.00', event_cutoff: '0.95', person_cutoff: '0.95', guarantee_max: '100.00', ...subcontract.terms }
  }

  timers(): Timer[] {
    return this.#loans.filter(l => !l.collected).map(loan => ({ at: loan.due, step: loan.step, fire: () => this.#collect(loan) }))
  }

  observe(seen: Seen): void {
    if (seen.subject !== this.#terms.box) return
    if (seen.event === 'cash_taken') this.#taken(seen)
    if (seen.event === 'cash_returned') this.#returned(seen)
  }

  request(request: Request): void {
    if (request.action === 'repay') return this.#repay(request)
    if (request.action === 'confirm' || request.action === 'drop') {
      return this.#world.decide(request, request.action, review => this.#reviewed.has(review.id))
    }
    this.#world.refuse()
  }

  #review(id: string, by: string | null, confirm: () => void): void {
    this.#reviewed.add(id)
    this.#world.review({ id, by, party: this.#owner, confirm, drop: () => {} }, null)
  }

  #amount(text: string | undefined): bigint {
    return scaled(text ?? '0', this.#world.ledger.decimals(this.#unit))
  }

  #taken(seen: Seen): void {
    const { by } = seen
    const sure = this.#world.sure(seen, this.#terms.event_cutoff, this.#terms.person_cutoff)
    if (!this.#world.isMember(by)) return this.#review(seen.id, null, () => {})
    if (by === this.#owner) {
      if (!sure) this.#world.doubt('unsure-about-the-owner')
      return
    }
    const [amount, most] = [this.#amount(seen.amount), this.#amount(this.#terms.loan_max)]
    const open = (): void => {
      const day = addDays(localDay(seen.atMs, this.#world.zone), this.#terms.loan_days)
      const loan: Loan = { id: seen.id, step: seen.step, by, at: seen.atMs, due: startOfDay(day, this.#world.zone), left: amount < most ? amount : most, collected: false }
      this.#loans.push(loan)
      if (loan.due <= this.#world.now) {
        this.#world.doubt('loan-already-due')
        this.#collect(loan)
      }
    }
    if (sure && amount <= most) open()
    else this.#review(seen.id, by, open)
  }

  /** Loans of one member with anything left, oldest first. */
  #open(by: string): { loan: Loan, left: bigint }[] {
    const { ledger } = this.#world
    return this.#loans.filter(l => l.by === by).map(loan => ({
      loan,
      left: loan.collected
        ? ledger.debts.filter(d => d.cause === loan.id && d.to === this.#owner && d.from === by).reduce((total, d) => total + d.amount, 0n)
        : loan.left,
    })).filter(o => o.left > 0n).sort((a, b) => a.loan.at - b.loan.at)
  }

  /** Takes `amount` off the oldest loans; says what is left over. */
  #count(by: string, amount: bigint): bigint {
    let rest = amount
    const oldest = this.#open(by)
    const byArrival = oldest.toSorted((a, b) => this.#loans.indexOf(a.loan) - this.#loans.indexOf(b.loan))
    if (oldest.some((o, i) => byArrival[i] !== o)) this.#world.doubt('oldest-loan')
    for (const { loan, left } of oldest) {
      const off = left < rest ? left : rest
      if (loan.collected) this.#world.ledger.forgive(loan.id, by, this.#owner, this.#unit, off)
      else loan.left -= off
      rest -= off
    }
    return rest
  }

  #returned(seen: Seen): void {
    if (seen.p) this.#world.doubt('probability-of-a-return')
    const by = this.#world.isMember(seen.by) ? seen.by : null
    if (by === this.#owner) this.#world.doubt('return-by-the-owner')
    if (by === null) return this.#review(seen.id, null, () => {})
    const amount = this.#amount(seen.amount)
    const open = this.#open(by)
    const owed = open.reduce((total, o) => total + o.left, 0n)
    if (owed > 0n && amount > owed) this.#world.doubt('returned-too-much')
    if (open.some(o => o.loan.at > seen.atMs)) this.#world.doubt('return-before-the-taking')
    if (this.#loans.some(l => l.by === by && l.collected && seen.atMs < l.due)) this.#world.doubt('late-return-after-the-due-day')
    if (this.#count(by, amount) > 0n) this.#review(seen.id, by, () => this.#world.doubt('confirm-return'))
  }

  /** From the member's balance, before the due day; after it what is owed is paid by itself. */
  #repay(request: Request): void {
    const { ledger } = this.#world
    const amount = this.#amount(request.with.amount)
    const owed = this.#open(request.by).filter(o => !o.loan.collected).reduce((total, o) => total + o.left, 0n)
    if (owed === 0n) return this.#world.refuse()
    if (amount <= 0n || amount > owed || amount > ledger.available(request.by, this.#unit)) {
      this.#world.doubt('repay-more-than-is-owed-or-there')
      return this.#world.refuse()
    }
    if (ledger.owes(this.#owner, request.by, this.#unit) > 0n) this.#world.doubt('repay-to-a-debtor')
    ledger.move(request.by, this.#owner, this.#unit, amount, 'repay')
    this.#count(request.by, amount)
    ledger.settle(this.#world.step)
  }

  #collect(loan: Loan): void {
    const { ledger, now, step } = this.#world
    loan.collected = true
    const unit = this.#unit
    const owner = this.#owner
    const taker = loan.by
    if (loan.left === 0n) return
    if (this.#loans.some(l => l !== loan && l.due === loan.due)) this.#world.doubt('loans-due-at-one-instant', loan.step)
    if (ledger.floor(taker, unit) < 0n) this.#world.doubt('floor-below-zero-and-a-loan', loan.step)
    ledger.owe({ from: taker, to: owner, unit, amount: loan.left, due: loan.due, otherDue: loan.due, cause: loan.id, step: loan.step })
    ledger.net(step)
    ledger.pay(taker, unit, step)
    this.#askGuarantors(loan, now)
    ledger.settle(step)
  }

  /** In rounds: an equal share for each who is still in, up to what each has and may be asked for. */
  #askGuarantors(loan: Loan, now: number): void {
    const { ledger } = this.#world
    const unit = this.#unit
    const owner = this.#owner
    const taker = loan.by
    const uncovered = (): bigint => ledger.debts.filter(d => d.cause === loan.id && d.to === owner).reduce((total, d) => total + d.amount, 0n)
    let missing = uncovered()
    if (missing === 0n) return
    if (ledger.debts.some(d => d.from === owner)) this.#world.doubt('owner-owes-while-collecting', loan.step)
    let asked = this.#guarantors.filter(g => g !== taker && g !== owner)
    if (asked.some(g => ledger.floor(g, unit) < 0n)) this.#world.doubt('floor-below-zero-and-a-loan', loan.step)
    const paid = new Map(asked.map(g => [g, 0n]))
    const room = (g: string): bigint => {
      const max = this.#amount(this.#terms.guarantee_max) - (paid.get(g) ?? 0n)
      const has = ledger.available(g, unit)
      return has < max ? has : max
    }
    while (missing > 0n && asked.length > 0) {
      const each = missing / BigInt(asked.length)
      const more = Number(missing % BigInt(asked.length))
      const shares = asked.map((g, i) => ({ g, share: i < more ? each + 1n : each }))
      for (const { g, share } of shares) {
        const amount = share < room(g) ? share : room(g)
        if (amount === 0n) continue
        ledger.move(g, owner, unit, amount, 'guarantee')
        ledger.forgive(loan.id, taker, owner, unit, amount)
        ledger.owe({ from: taker, to: g, unit, amount, due: now, otherDue: now, cause: `${loan.id} guarantee`, step: loan.step })
        paid.set(g, (paid.get(g) ?? 0n) + amount)
        missing -= amount
      }
      asked = asked.filter(g => room(g) > 0n)
    }
  }
}
