// A load as signed Ethereum transactions of one device, made before the clock starts. The device's first transactions
// deploy the contract and admit the members, so that every address and nonce is known beforehand.
import { firewoodLoad, beginningOf, lotsOf, type Load } from './load.ts';
import { peerPackage, type RunOptions } from './peer.ts';
import { fold, type State } from './rule.ts';
import { addressOf, compileFirewood, hardfork, provider, type Contract } from './solidity.ts';

export type SignedLoad = {
  readonly load: Load;
  /** By the rule. */
  readonly endState: State;
  readonly deploy: string;
  readonly admits: readonly string[];
  /** One transaction per observation. */
  readonly singles: readonly string[];
  /** The same observations, {@link batchSize} to a transaction. */
  readonly batches: readonly string[];
};

export type Device = {
  readonly privateKey: string;
  readonly address: string;
  /** Where its first transaction puts the contract. */
  readonly contractAddress: string;
};

export const batchSize = 100;
const warmUpObservations = 300;
export const chainId = 31337;
/** Far above what a call takes; an unused rest costs nothing. */
export const gasLimits = { deploy: 5_000_000, admit: 200_000, observe: 400_000, observeMany: 16_000_000 };
/** Above any base fee that a chain with hardly filled blocks reaches. */
export const maxFeePerGas = 100_000_000_000;

/** A key for the bench alone. */
const privateKey = `0x${'11'.repeat(32)}`;

// What the bench uses of the packages, and no more; a `unique symbol` stands for what only they look into.
export type Common = { readonly common: unique symbol };
export type Address = { readonly address: unique symbol };
export type Account = { readonly account: unique symbol };
export type Transaction = { sign(key: Uint8Array): { serialize(): Uint8Array } };
type TxData = {
  chainId: number; nonce: number; to?: string; data: string; gasLimit: number; maxFeePerGas: number; maxPriorityFeePerGas: number;
};
export type EthereumPackages = {
  readonly tx: {
    createFeeMarket1559Tx(data: TxData, options: { common: Common }): Transaction;
    createTxFromRLP(raw: Uint8Array, options: { common: Common }): Transaction;
  };
  readonly common: Common;
  readonly util: {
    hexToBytes(hex: string): Uint8Array;
    bytesToHex(bytes: Uint8Array): string;
    privateToAddress(key: Uint8Array): Uint8Array;
    generateAddress(from: Uint8Array, nonce: Uint8Array): Uint8Array;
    createAddressFromString(hex: string): Address;
    createAccount(data: { balance: bigint }): Account;
  };
};

export async function ethereumPackages(): Promise<EthereumPackages> {
  const { createCustomCommon, Mainnet } = await peerPackage<{
    createCustomCommon(custom: { chainId: number }, base: unknown, options: { hardfork: string }): Common;
    Mainnet: unknown;
  }>('@ethereumjs/common');
  return {
    tx: await peerPackage<EthereumPackages['tx']>('@ethereumjs/tx'),
    common: createCustomCommon({ chainId }, Mainnet, { hardfork }),
    util: await peerPackage<EthereumPackages['util']>('@ethereumjs/util'),
  };
}

export async function signedLoads(options: RunOptions): Promise<{
  device: Device; contract: Contract; jobs: { warmUp: SignedLoad; timed: SignedLoad };
}> {
  const packages = await ethereumPackages();
  const contract = await compileFirewood();
  const device = deviceOf(packages);
  const load = firewoodLoad(options);
  const sign = (part: Load) => signLoad(part, device, contract, packages);
  return { device, contract, jobs: { warmUp: sign(beginningOf(load, warmUpObservations)), timed: sign(load) } };
}

function deviceOf({ util }: EthereumPackages): Device {
  const address = util.privateToAddress(util.hexToBytes(privateKey));
  const contractAddress = util.generateAddress(address, new Uint8Array());
  return { privateKey, address: util.bytesToHex(address), contractAddress: util.bytesToHex(contractAddress) };
}

function signLoad(load: Load, device: Device, contract: Contract, { tx, common, util }: EthereumPackages): SignedLoad {
  const key = util.hexToBytes(device.privateKey);
  const sign = (nonce: number, gasLimit: number, data: string, to?: string) => {
    const fees = { maxFeePerGas, maxPriorityFeePerGas: 0 };
    const transaction = { chainId, nonce, gasLimit, data, ...fees, ...(to === undefined ? {} : { to }) };
    return util.bytesToHex(tx.createFeeMarket1559Tx(transaction, { common }).sign(key).serialize());
  };
  const to = device.contractAddress;
  const { members, observations } = load;
  const next = 1 + members.length;
  return {
    load,
    endState: fold(members, observations),
    deploy: sign(0, gasLimits.deploy, contract.creation(addressOf(provider), device.address)),
    admits: members.map((member, place) => sign(1 + place, gasLimits.admit, contract.admit(member), to)),
    singles: observations.map((seen, place) => sign(next + place, gasLimits.observe, contract.observe(seen), to)),
    batches: lotsOf(observations, batchSize).map((lot, place) => sign(next + place, gasLimits.observeMany, contract.observeMany(lot), to)),
  };
}
