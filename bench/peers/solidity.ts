// Firewood.sol compiled offline by solc from npm, and calls to it encoded by the contract ABI. Every type that it takes has
// a fixed size, so a call is its selector and one 32-byte word a value.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Member, Observation } from './load.ts';
import { peerPackage } from './peer.ts';
import { terms, type State } from './rule.ts';

export type Contract = {
  /** Creation code with its constructor's arguments, as `0x…`. */
  readonly creation: (provider: string, device: string) => string;
  readonly admit: (member: Member) => string;
  readonly observe: (observation: Observation) => string;
  readonly observeMany: (observations: readonly Observation[]) => string;
  readonly accountOf: (address: string) => string;
};

/** Reads what `accountOf` answered. */
export function readAccount(answer: string): { balance: number; owed: number } {
  const word = (place: number) => Number(BigInt(`0x${answer.slice(2 + 64 * place, 66 + 64 * place)}`));
  return { balance: word(0), owed: word(1) };
}

/** The address that stands for a member or the provider: no key signs for them here. */
export function addressOf(id: string): string {
  return `0x${Buffer.from(id.padStart(20, '.')).toString('hex')}`;
}

export const provider = 'provider';

/** Fork of Ethereum's rules that all EVMs here run: the newest that both of them have as finished. */
export const hardfork = 'osaka';

type Compiled = {
  contracts?: Record<string, Record<string, {
    evm: { bytecode: { object: string }; methodIdentifiers: Record<string, string> };
  }>>;
  errors?: { severity: string; formattedMessage: string }[];
};

export async function compileFirewood(): Promise<Contract> {
  const solc = await peerPackage<{ default: { compile(input: string): string } }>('solc');
  const input = {
    language: 'Solidity',
    sources: { 'Firewood.sol': { content: readFileSync(join(import.meta.dirname, 'Firewood.sol'), 'utf8') } },
    settings: {
      evmVersion: hardfork,
      optimizer: { enabled: true, runs: 10_000 },
      viaIR: true,
      outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.methodIdentifiers'] } },
    },
  };
  const compiled = JSON.parse(solc.default.compile(JSON.stringify(input))) as Compiled;
  if (compiled.errors !== undefined && compiled.errors.length > 0) {
    throw new Error(compiled.errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  }
  const firewood = compiled.contracts?.['Firewood.sol']?.['Firewood'];
  if (firewood === undefined) throw new Error('solc answered without Firewood');
  const { bytecode, methodIdentifiers } = firewood.evm;
  const selector = (name: string) => {
    const found = Object.entries(methodIdentifiers).find(([signature]) => signature.startsWith(`${name}(`));
    if (found === undefined) throw new Error(`Firewood has no ${name}`);
    return `0x${found[1]}`;
  };
  const select = {
    admit: selector('admit'), observe: selector('observe'), observeMany: selector('observeMany'), accounts: selector('accounts'),
  };
  return {
    creation: (owner, device) => `0x${bytecode.object}${constructorWords(owner, device)}`,
    admit: ({ id, means, balance }) => select.admit + word(addressOf(id)) + word(means) + word(balance),
    observe: (observation) => select.observe + observationWords(observation),
    observeMany: (observations) =>
      select.observeMany + word(32) + word(observations.length) + observations.map(observationWords).join(''),
    accountOf: (address) => select.accounts + word(address),
  };
}

/**
 * Holds a chain's end state against the rule's.
 * @throws Error on the first account that differs
 */
export async function checkEndState(expected: State, call: (data: string) => Promise<string>, contract: Contract): Promise<void> {
  const holders = [
    ...Object.entries(expected.accounts),
    [provider, { balance: expected.providerBalance, owed: 0 }] as const,
  ];
  for (const [id, { balance, owed }] of holders) {
    const found = readAccount(await call(contract.accountOf(addressOf(id))));
    if (found.balance !== balance || found.owed !== owed) {
      throw new Error(`${id} has ${found.balance} and owes ${found.owed}; by the rule ${balance} and ${owed}`);
    }
  }
}

function constructorWords(owner: string, device: string): string {
  const offsetOfBrackets = 6 * 32;
  return [
    word(owner), word(device), word(terms.basePrice), word(terms.pMin), word(terms.returnWindowS), word(offsetOfBrackets),
    word(terms.brackets.length), ...terms.brackets.flatMap(({ from, multiplier }) => [word(from), word(multiplier)]),
  ].join('');
}

function observationWords({ id, by, count, massG, at, pEvent, pPerson }: Observation): string {
  const text = Buffer.from(id).toString('hex').padEnd(64, '0');
  return text + word(addressOf(by)) + word(count) + word(massG) + word(at) + word(pEvent) + word(pPerson);
}

function word(value: number | string): string {
  return (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0');
}
