/** Writes contracts at random, in the subset that the compiler takes (for the most part). */
import type { Random } from '../random.ts';

const numbers = ['0', '1', '2', '7', '-3', '1000', '1_000_000_000', '9007199254740991', 'event.count', 'event.amount', 'terms.price', 'event.at', 'n', 'm', 'event.p.event', 'state.kept', 'event.list[1]', 'event.none'] as const;
const texts = ['""', '"a"', '"crown"', 'event.by', 'event.id', 't', '`${n}`', '`${event.by}:${t}`', 'event.day', '"💥"'] as const;
const lists = ['[]', '[1, 2, 3]', 'event.list', '["b", "a", "b"]', 'keys(event)', 'keys(terms)', '[n, m, n]'] as const;
const records = ['{}', '{ a: 1, b: { c: n } }', 'event', 'terms', 'event.p', 'view.agents', '{ [t]: n }', '{ ...terms, price: n }'] as const;

/** A module with one handler for each group that a batch of {@link eventOf} calls. */
export function writeContract(random: Random): string {
  const handler = (): string => `({ terms, parties, event, state, view }) => {\n${block(random, 3, '    ')}    return { state: { kept: ${value(random, 2)} }, effects: [${effects(random)}] };\n  }`;
  return `import { addDays, charge, contract, get, keys, max, min, mulDiv, notice, owe, put, refuse, reversed, sortBy, splitEvenly, sum, timer, without } from 'frankpledge/contract';

const twice = (n, m) => ${random.pick(['n * 2 + m', 'mulDiv(n, 3, 2)', 'max(n, m) - 1', 'n', '(n > m ? n - m : n * n)', '[n].length + m'])};
const fixed = ${random.int(-5, 99)};

export default contract({
  observed: { it: ${handler()}, that: ${handler()} },
  requested: { ask: ${handler()} },
  woke: { later: ${handler()} },
});
`.replaceAll('view.agents', random.chance(0.5) ? 'view.agents' : 'get(view, "agents")').replaceAll('{ terms, parties, event', '{ terms, parties, event');
}

function block(random: Random, depth: number, indent: string): string {
  let written = `${indent}let n = ${random.pick(['0', '7', 'event.count', 'state.kept ?? 1', 'terms.price'])};\n${indent}const m = ${random.pick(['1', '-3', 'event.amount', 'event.p.event'])};\n${indent}let t = ${random.pick(['"a"', 'event.id', 'event.by ?? ""'])};\n`;
  for (let count = random.int(1, 5); count > 0; count--) written += statement(random, depth, indent);
  return written;
}

function statement(random: Random, depth: number, indent: string): string {
  const inner = (): string => statement(random, depth - 1, `${indent}  `);
  switch (random.int(0, depth > 0 ? 8 : 3)) {
    case 0: return `${indent}n = ${number(random, 3)};\n`;
    case 1: return `${indent}t = ${text(random, 3)};\n`;
    case 2: return `${indent}n ${random.pick(['+=', '-=', '*='])} ${number(random, 1)};\n`;
    case 3: return `${indent}if (${condition(random, 2)}) refuse(${random.pick(['"invalid_value"', '"unknown_code"', '"limit_reached"', 't'])}, ${text(random, 1)});\n`;
    case 4: return `${indent}if (${condition(random, 2)}) {\n${inner()}${indent}} else {\n${inner()}${indent}}\n`;
    case 5: return `${indent}for (const each of ${list(random, 2)}) {\n${inner()}${indent}  n += ${random.pick(['1', 'n', 'each', 'twice(n, m)'])};\n${indent}}\n`;
    case 6: return `${indent}for (const key of keys(${record(random, 1)})) {\n${inner()}${indent}  t = \`\${t}\${key}\`;\n${indent}}\n`;
    case 7: return `${indent}if (${condition(random, 1)}) return { effects: [${effects(random)}] };\n`;
    default: return `${indent}n = ${list(random, 2)}.reduce((a, b) => ${random.pick(['a + b', 'a * b', 'max(a, b)', 'twice(a, b)', 'a'])}, ${number(random, 1)});\n`;
  }
}

function value(random: Random, depth: number): string {
  return random.pick([number, text, list, record, condition])(random, depth);
}

function number(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(0.25)) return random.pick(numbers).replace('state.kept', random.chance(0.5) ? '(state.kept ?? 0)' : 'state.kept');
  const one = (): string => number(random, depth - 1);
  switch (random.int(0, 8)) {
    case 0: case 1: return `(${one()} ${random.pick(['+', '-', '*'])} ${one()})`;
    case 2: return `mulDiv(${one()}, ${one()}, ${one()})`;
    case 3: return `${random.pick(['min', 'max'])}(${one()}, ${one()})`;
    case 4: return `(${condition(random, depth - 1)} ? ${one()} : ${one()})`;
    case 5: return `sum(${list(random, depth - 1)})`;
    case 6: return `${list(random, depth - 1)}.length`;
    case 7: return `${list(random, depth - 1)}.indexOf(${one()})`;
    default: return `(get(${record(random, depth - 1)}, ${text(random, depth - 1)}) ?? ${one()})`;
  }
}

function text(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(0.3)) return random.pick(texts);
  const one = (): string => text(random, depth - 1);
  switch (random.int(0, 5)) {
    case 0: return `\`\${${one()}}-\${${number(random, depth - 1)}}\``;
    case 1: return `(${one()} + ${one()})`;
    case 2: return `${one()}.slice(${number(random, 1)}, ${number(random, 1)})`;
    case 3: return `${one()}.padStart(${random.pick(['3', '60', 'n', '100000'])}, ${one()})`;
    case 4: return `${list(random, depth - 1)}.join(${one()})`;
    default: return `addDays(${random.pick(['event.day', one()])}, ${number(random, 1)})`;
  }
}

function list(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(0.3)) return random.pick(lists);
  const one = (): string => list(random, depth - 1);
  switch (random.int(0, 7)) {
    case 0: return `${one()}.map((x) => ${random.pick(['x', '[x, x]', 'twice(x, x)', '`${x}`', '({ x })'])})`;
    case 1: return `${one()}.filter((x) => ${random.pick(['x > 1', 'x !== n', 'true', '!!x'])})`;
    case 2: return `${one()}.concat(${one()})`;
    case 3: return `sortBy(${one()}, (x) => ${random.pick(['x', '-x', '`${x}`', '0'])})`;
    case 4: return `reversed(${one()})`;
    case 5: return `splitEvenly(${number(random, 1)}, ${number(random, 1)})`;
    case 6: return `${text(random, 1)}.split(${random.pick(['""', '","', 't'])})`;
    default: return `[...${one()}, ${value(random, depth - 1)}]`;
  }
}

function record(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(0.4)) return random.pick(records);
  switch (random.int(0, 2)) {
    case 0: return `put(${record(random, depth - 1)}, ${text(random, 1)}, ${value(random, depth - 1)})`;
    case 1: return `without(${record(random, depth - 1)}, ${text(random, 1)})`;
    default: return `{ ...${record(random, depth - 1)}, a: ${value(random, depth - 1)} }`;
  }
}

function condition(random: Random, depth: number): string {
  if (depth <= 0 || random.chance(0.3)) return random.pick(['true', 'event.by === null', 'n > m', 't === ""', 'event.count >= 3', '!state.kept', 'view.agents.by.member']);
  switch (random.int(0, 2)) {
    case 0: return `(${condition(random, depth - 1)} ${random.pick(['&&', '||'])} ${condition(random, depth - 1)})`;
    case 1: return `(${number(random, depth - 1)} ${random.pick(['<', '<=', '>', '===', '!=='])} ${number(random, depth - 1)})`;
    default: return `${list(random, depth - 1)}.some((x) => x === n)`;
  }
}

function effects(random: Random): string {
  return Array.from({ length: random.int(0, 2) }, () => random.pick([
    () => `charge({ from: event.by, to: parties.provider, unit: terms.unit, amount: ${number(random, 2)}, ref: event.id, why: { code: 'taken', n } })`,
    () => `owe({ from: event.by, to: parties.provider, unit: terms.unit, amount: n, ref: event.id, since: event.at, due: { day: event.day }, why: { code: t } })`,
    () => `notice(parties.provider, ${text(random, 1)}, ${record(random, 2)})`,
    () => `timer('later', { at: ${number(random, 1)} }, ${record(random, 1)}, ${text(random, 1)})`,
    () => record(random, 2),
  ])()).join(', ');
}
