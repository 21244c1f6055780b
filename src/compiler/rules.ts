/** The subset's lists: what may be called, what may not be named, and what to write instead. */

/** Methods of lists and texts → how many arguments they take, and whether the first is a function. */
export const methods: { readonly [name: string]: { readonly min: number; readonly max: number; readonly each?: true } } = {
  map: { min: 1, max: 1, each: true }, filter: { min: 1, max: 1, each: true }, some: { min: 1, max: 1, each: true },
  every: { min: 1, max: 1, each: true }, find: { min: 1, max: 1, each: true }, findIndex: { min: 1, max: 1, each: true },
  forEach: { min: 1, max: 1, each: true }, flatMap: { min: 1, max: 1, each: true }, reduce: { min: 2, max: 2, each: true },
  includes: { min: 1, max: 1 }, indexOf: { min: 1, max: 1 }, slice: { min: 0, max: 2 }, at: { min: 1, max: 1 },
  concat: { min: 1, max: 16 }, push: { min: 1, max: 16 }, pop: { min: 0, max: 0 }, join: { min: 0, max: 1 },
  startsWith: { min: 1, max: 1 }, endsWith: { min: 1, max: 1 }, padStart: { min: 1, max: 2 }, padEnd: { min: 1, max: 2 }, split: { min: 1, max: 1 },
};

/** Library functions that take a function, and at which place. */
export const takesFunction: { readonly [name: string]: number } = { sortBy: 1 };

const behind = [
  'constructor', '__proto__', 'prototype', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__', 'call', 'apply', 'bind',
  'caller', 'callee', 'arguments', 'toString', 'valueOf', 'toLocaleString', 'toJSON', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable',
];
/** Member names that reach behind the data. */
export const behindData: ReadonlySet<string> = new Set(behind);

/** Free names that people try, with what to write instead. */
export const freeNames: ReadonlyMap<string, string> = new Map([
  ['Math', 'write min, max or mulDiv from frankpledge/contract'],
  ['Date', 'use the event\'s at, day, now and today, with addDays and daysBetween'],
  ['Number', 'numbers are whole already; declare the field as a number in kit.yaml'],
  ['parseInt', 'declare the field as an integer in kit.yaml'],
  ['parseFloat', 'declare the field as a decimal in kit.yaml'],
  ['BigInt', 'write mulDiv(a, b, c), which is exact'],
  ['String', 'write a template such as `${value}`'],
  ['Boolean', 'write !!value'],
  ['Array', 'write a list such as [a, b]'],
  ['Object', 'write keys, get, put or without from frankpledge/contract'],
  ['JSON', 'work on the values themselves; effects and state are data'],
  ['Map', 'write a record, with get, put and keys'],
  ['Set', 'write a record or a list'],
  ['RegExp', 'write includes, startsWith or slice'],
  ['NaN', 'leave it out: numbers are whole'],
  ['Infinity', 'leave it out: numbers are whole; use undefined for "no limit"'],
  ['Promise', 'a handler answers at once; wake it later with timer(…)'],
  ['setTimeout', 'write timer(name, when)'],
  ['console', 'propose a notice(…) or return an answer'],
  ['Error', 'write refuse(code, detail)'],
  ['undefined', 'it can only be read: write to a name of your own'],
]);

export const limits = {
  /** Characters of a contract's source: a kit that needs more is two kits. */
  sourceMax: 65_536,
  /** Nesting of its syntax tree: deeper than anyone reads. */
  depthMax: 80,
  functionsMax: 400,
  /** Functions within functions while running; so no engine's stack ends before gas does. */
  callDepthMax: 48,
  /** Problems reported at a time. */
  problemsMax: 50,
} as const;

/** Handlers' groups in the default export. */
export const handlerGroups = ['adopted', 'observed', 'requested', 'reviewed', 'woke', 'posted', 'due', 'marked', 'decided', 'consented', 'asked'] as const;
export const reviewHandlers = ['confirm', 'drop', 'expired'] as const;
