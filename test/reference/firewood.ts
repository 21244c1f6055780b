// Firewood, naively: takings, returns, contests, and the day's compensation.

import { addDays, localDay, startOfDay } from './civil.ts'
import { type Kit, type Seen, type Timer, type World } from './model.ts'
import { type Request, type Subcontract, type Terms, exact, scaled } from './scenario.ts'

interface Taking {
  id: string
  step: number
  by: string
  at: number
  recorded: number
  /** When it was charged; null while it wasn't. */
  charged: number | null
  contested: 'no' | 'now' | 'decided'
  /** Pieces that weren't returned. */
  left: bigint
  /** Per piece, in the unit's smallest part. */
  price: bigint
}

interface Level { at: number, count: number }

const minute = 60_000
const day = 86_400_000

export class Firewood implements Kit {
  readonly #world: World
  readonly #provider: string
  readonly #unit: string
  readonly #terms: Required<Pick<Terms, 'pile' | 'base_price' | 'brackets' | 'pieces_at_once' | 'event_cutoff' | 'person_cutoff' | 'return_window_minutes' | 'review_days' | 'stock_below' | 'house_below_celsius' | 'compensation' | 'houses'>>
  readonly #takings: Taking[] = []
  readonly #returns: { by: string, at: number }[] = []
  readonly #levels: Level[] = []
  /** "house day" → the first cold instant that is known. */
  readonly #cold = new Map<string, number>()
  readonly #paid = new Set<string>()
  readonly #reviewed = new Set<string>()

  constructor(world: World, subcontract: Subcontract) {
    this.#world = world
    this.#provider = subcontract.parties['provider'] ?? ''
    this.#unit = subcontract.terms?.unit ?? Object.keys(world.scenario.collective.units)[0] ?? ''
    this.#terms = {
      pile: 'woodpile',
      base_price: '1.00',
      brackets: [{ from: '0.00', times: 1 }, { from: '1000.00', times: 2 }, { from: '5000.00', times: 5 }],
      pieces_at_once: 1000,
      event_cutoff: '0.90',
      person_cutoff: '0.90',
      return_window_minutes: 10,
      review_days: 14,
      stock_below: 20,
      house_below_celsius: '16.0',
      compensation: '10.00',
      houses: {},
      ...subcontract.terms,
    }
  }

  timers(): Timer[] {
    return []
  }

  observe(seen: Seen): void {
    if (seen.event === 'temperature') this.#temperature(seen)
    if (seen.subject !== this.#terms.pile) return
    if (seen.event === 'taken') this.#taken(seen)
    if (seen.event === 'returned') this.#returned(seen)
    if (seen.event === 'level') this.#level(seen)
  }

  request(request: Request): void {
    if (request.action === 'contest') return this.#contest(request)
    if (request.action === 'confirm' || request.action === 'drop') {
      return this.#world.decide(request, request.action, review => this.#reviewed.has(review.id))
    }
    this.#world.refuse()
  }

  #review(id: string, by: string | null, confirm: () => void, drop: () => void): void {
    this.#reviewed.add(id)
    this.#world.review({ id, by, party: this.#provider, confirm, drop }, this.#terms.review_days)
  }

  #taken(seen: Seen): void {
    const { ledger, now } = this.#world
    const sure = this.#world.sure(seen, this.#terms.event_cutoff, this.#terms.person_cutoff)
    if (!this.#world.isMember(seen.by)) return this.#review(seen.id, null, () => {}, () => {})
    if (seen.by === this.#provider) {
      if (!sure) this.#world.doubt('unsure-about-the-provider')
      return
    }
    const price = this.#price(seen.by)
    const seenCount = seen.count ?? 0
    const count = BigInt(Math.min(seenCount, this.#terms.pieces_at_once))
    const taking: Taking = { id: seen.id, step: seen.step, by: seen.by, at: seen.atMs, recorded: now, charged: null, contested: 'no', left: count, price }
    this.#takings.push(taking)
    const window = this.#terms.return_window_minutes * minute
    if (this.#returns.some(r => r.by === seen.by && r.at >= seen.atMs && r.at <= seen.atMs + window)) this.#world.doubt('return-came-first')
    const charge = (): void => {
      taking.charged = this.#world.now
      ledger.owe({ from: taking.by, to: this.#provider, unit: this.#unit, amount: price * count, due: this.#world.now, otherDue: taking.at, cause: taking.id, step: taking.step })
      ledger.settle(this.#world.step)
    }
    if (sure && seenCount <= this.#terms.pieces_at_once) charge()
    else this.#review(seen.id, seen.by, charge, () => {})
  }

  /** Base price times the bracket of the declared means; none declared is the lowest. */
  #price(member: string): bigint {
    const decimals = this.#world.ledger.decimals(this.#unit)
    const means = scaled(this.#world.scenario.members.find(m => m.id === member)?.means?.[this.#unit] ?? '0', decimals)
    let times = this.#terms.brackets[0]?.times ?? 1
    for (const bracket of this.#terms.brackets) if (means >= scaled(bracket.from, decimals)) times = bracket.times
    return scaled(this.#terms.base_price, decimals) * BigInt(times)
  }

  #returned(seen: Seen): void {
    if (seen.p) this.#world.doubt('probability-of-a-return')
    const by = this.#world.isMember(seen.by) ? seen.by : null
    if (by === this.#provider) this.#world.doubt('return-by-the-provider')
    if (by !== null) this.#returns.push({ by, at: seen.atMs })
    const window = this.#terms.return_window_minutes * minute
    const fits = (t: Taking): boolean => t.by === by && t.charged !== null && t.left > 0n && seen.atMs >= t.at && seen.atMs <= t.at + window
    const candidates = this.#takings.filter(fits).reverse().sort((a, b) => b.at - a.at)
    const byCharge = candidates.toSorted((a, b) => (b.charged ?? 0) - (a.charged ?? 0))
    if (candidates.some((t, i) => byCharge[i] !== t)) this.#world.doubt('latest-taking')
    let pieces = BigInt(seen.count ?? 0)
    for (const taking of candidates) {
      if (pieces === 0n) break
      if (taking.contested === 'now') this.#world.doubt('return-of-contested')
      const matched = pieces < taking.left ? pieces : taking.left
      pieces -= matched
      this.#payBack(taking, matched, seen.atMs)
    }
    this.#world.ledger.settle(this.#world.step)
    if (pieces > 0n) this.#review(seen.id, by, () => this.#world.doubt('confirm-return'), () => {})
  }

  /** A debt for the taking shrinks before money is paid back. */
  #payBack(taking: Taking, pieces: bigint, at: number): void {
    const { ledger, now, step } = this.#world
    taking.left -= pieces
    const amount = pieces * taking.price
    const off = ledger.forgive(taking.id, taking.by, this.#provider, this.#unit, amount)
    ledger.owe({ from: this.#provider, to: taking.by, unit: this.#unit, amount: amount - off, due: now, otherDue: at, cause: `${taking.id} back`, step })
  }

  #contest(request: Request): void {
    const { now } = this.#world
    const taking = this.#takings.find(t => t.id === request.with.observation)
    if (!taking || taking.by !== request.by) return this.#world.refuse()
    if (taking.charged === null || taking.contested !== 'no') {
      this.#world.doubt('contest-of-what-is-decided-or-waits')
      return this.#world.refuse()
    }
    const windowMs = this.#terms.review_days * day
    if (Math.abs(now - taking.recorded - windowMs) <= 3_600_000) this.#world.doubt('contest-at-the-end')
    if (now - taking.recorded > windowMs) return this.#world.refuse()
    if (taking.charged !== taking.recorded) this.#world.doubt('contest-of-confirmed')
    if (taking.left === 0n) this.#world.doubt('contest-of-returned')
    taking.contested = 'now'
    const stand = (): void => { taking.contested = 'decided' }
    const drop = (): void => {
      taking.contested = 'decided'
      this.#payBack(taking, taking.left, this.#world.now)
      taking.charged = null
      this.#world.ledger.settle(this.#world.step)
    }
    this.#review(taking.id, taking.by, stand, drop)
  }

  #level(seen: Seen): void {
    if (seen.p) this.#world.doubt('probability-of-a-level')
    if (this.#levels.some(l => l.at === seen.atMs)) this.#world.doubt('two-levels-at-one-instant')
    this.#levels.push({ at: seen.atMs, count: seen.count ?? 0 })
    this.#levels.sort((a, b) => a.at - b.at)
    this.#compensate(localDay(seen.atMs, this.#world.zone))
  }

  #temperature(seen: Seen): void {
    if (!(seen.subject in this.#terms.houses)) return
    if (seen.p) this.#world.doubt('probability-of-a-temperature')
    const date = localDay(seen.atMs, this.#world.zone)
    if (exact(seen.celsius ?? '99') >= exact(this.#terms.house_below_celsius)) return
    const key = `${date} ${seen.subject}`
    this.#cold.set(key, Math.min(this.#cold.get(key) ?? Infinity, seen.atMs))
    this.#compensate(date)
  }

  /** Whatever became due by what was just learned about `since` and the days after it. */
  #compensate(since: string): void {
    const { ledger, now, step } = this.#world
    const amount = scaled(this.#terms.compensation, ledger.decimals(this.#unit))
    const members = new Set<string>()
    let total = 0n
    for (const [key, coldAt] of this.#cold) {
      const [date = '', house = ''] = key.split(' ')
      if (date < since || this.#paid.has(key)) continue
      const lowAt = this.#lowAt(date)
      if (lowAt === null) continue
      this.#paid.add(key)
      const member = this.#terms.houses[house] ?? ''
      if (member === this.#provider) continue
      members.add(member)
      total += amount
      ledger.owe({ from: this.#provider, to: member, unit: this.#unit, amount, due: now, otherDue: Math.max(coldAt, lowAt), cause: key, step })
    }
    if (total === 0n) return
    ledger.net(step)
    const has = ledger.available(this.#provider, this.#unit)
    if (members.size > 1 && has > 0n && has < total) this.#world.doubt('several-houses-provider-short')
    ledger.settle(step)
  }

  /** The first instant of that day at which the stock was below; null if it never was, as far as is known. */
  #lowAt(date: string): number | null {
    const start = startOfDay(date, this.#world.zone)
    const end = startOfDay(addDays(date, 1), this.#world.zone)
    for (const [i, level] of this.#levels.entries()) {
      const until = this.#levels[i + 1]?.at ?? Infinity
      if (level.count < this.#terms.stock_below && level.at < end && until > start) return Math.max(level.at, start)
    }
    return null
  }
}
