// @ethereumjs/vm (the EVM in TypeScript), in this process and in memory: whole transactions, and bare calls.
import { lotsOf } from './load.ts';
import { checkOptions, measure, peerPackage, perSecondSince, runAlone, type PeerResult, type Row, type RunOptions } from './peer.ts';
import {
  batchSize, ethereumPackages, gasLimits, signedLoads,
  type Account, type Address, type Common, type Device, type EthereumPackages, type SignedLoad, type Transaction,
} from './signed-load.ts';
import { checkEndState, type Contract } from './solidity.ts';

type ExecResult = { exceptionError?: { error: string }; returnValue: Uint8Array };
type StateManager = {
  putAccount(address: Address, account: Account): Promise<void>;
  checkpoint(): Promise<void>;
  commit(): Promise<void>;
};
type Evm = {
  runCall(call: { caller: Address; to: Address; data: Uint8Array; gasLimit: bigint }): Promise<{ execResult: ExecResult }>;
  journal: { cleanup(): Promise<void> };
};
type Vm = { readonly evm: Evm; readonly stateManager: StateManager };
type VmPackages = EthereumPackages & {
  readonly vm: {
    createVM(options: { common: Common; stateManager: StateManager }): Promise<Vm>;
    runTx(vm: Vm, options: { tx: Transaction }): Promise<{ execResult: ExecResult }>;
  };
  readonly state: {
    MerkleStateManager: new (options: { common: Common; caches: object }) => StateManager;
    Caches: new () => object;
  };
};
/** One deployed contract, and the ways to run it. */
type Chain = { transact(raw: string): Promise<void>; call(data: string): Promise<string>; state: StateManager };

/** This peer is slow: more would only make the bench long. */
const observationsMax = 1000;

const inMemory = 'in this process, Merkle state with caches in memory, nothing durable; Solidity with optimizer';

export async function run(options: RunOptions): Promise<PeerResult[]> {
  checkOptions(options);
  const packages: VmPackages = {
    ...await ethereumPackages(),
    vm: await peerPackage<VmPackages['vm']>('@ethereumjs/vm'),
    state: await peerPackage<VmPackages['state']>('@ethereumjs/statemanager'),
  };
  const { device, contract, jobs } = await signedLoads({ ...options, observations: Math.min(options.observations, observationsMax) });
  const row = (name: string, what: string, send: (chain: Chain, job: SignedLoad) => Promise<void>): Row<SignedLoad> => ({
    name,
    what: `${what}; ${inMemory}`,
    round: (job) => onFreshChain(packages, device, contract, job, send),
  });
  return measure([
    row(
      '@ethereumjs/vm runTx, one observation a transaction',
      'one pre-signed transaction (secp256k1) per observation, decoded, its sender recovered and run by runTx; no blocks',
      async ({ transact }, { singles }) => {
        for (const single of singles) await transact(single);
      },
    ),
    row(
      `@ethereumjs/vm runTx, ${batchSize} observations a transaction`,
      `one pre-signed transaction per ${batchSize} observations, run by runTx; no blocks`,
      async ({ transact }, { batches }) => {
        for (const batch of batches) await transact(batch);
      },
    ),
    row(
      '@ethereumjs/vm runCall, one observation a call',
      `evm.runCall per observation: no transaction, no signature; state written to the tree once per ${batchSize}, as in a block`,
      async ({ call, state }, { load }) => {
        for (const lot of lotsOf(load.observations, batchSize)) {
          await state.checkpoint();
          for (const seen of lot) await call(contract.observe(seen));
          await state.commit();
        }
      },
    ),
  ], jobs, options.rounds);
}

async function onFreshChain(
  packages: VmPackages, device: Device, contract: Contract, job: SignedLoad, send: (chain: Chain, job: SignedLoad) => Promise<void>,
): Promise<number> {
  const chain = await openChain(packages, device);
  for (const transaction of [job.deploy, ...job.admits]) await chain.transact(transaction);
  const startedMs = performance.now();
  await send(chain, job);
  const perSecond = perSecondSince(startedMs, job.load.observations.length);
  await checkEndState(job.endState, chain.call, contract);
  return perSecond;
}

async function openChain({ vm: { createVM, runTx }, state, tx, common, util }: VmPackages, device: Device): Promise<Chain> {
  const vm = await createVM({ common, stateManager: new state.MerkleStateManager({ common, caches: new state.Caches() }) });
  const caller = util.createAddressFromString(device.address);
  const to = util.createAddressFromString(device.contractAddress);
  await vm.stateManager.putAccount(caller, util.createAccount({ balance: 10n ** 30n }));
  return {
    state: vm.stateManager,
    async transact(raw) {
      const { execResult } = await runTx(vm, { tx: tx.createTxFromRLP(util.hexToBytes(raw), { common }) });
      succeeded(execResult);
    },
    async call(data) {
      const { execResult } = await vm.evm.runCall({ caller, to, data: util.hexToBytes(data), gasLimit: BigInt(gasLimits.observe) });
      // A call leaves its warm slots behind for the rest of a transaction; here each one stands alone.
      await vm.evm.journal.cleanup();
      return util.bytesToHex(succeeded(execResult).returnValue);
    },
  };
}

function succeeded(result: ExecResult): ExecResult {
  if (result.exceptionError !== undefined) throw new Error(`the EVM answered ${result.exceptionError.error}`);
  return result;
}

if (import.meta.main) await runAlone(run);
