// EDR (Nomic Foundation's EVM in Rust) through Hardhat 3, in this process and in memory.
import { lotsOf } from './load.ts';
import { checkOptions, measure, peerPackage, perSecondSince, runAlone, type PeerResult, type Row, type RunOptions } from './peer.ts';
import { batchSize, chainId, gasLimits, maxFeePerGas, signedLoads, type Device, type SignedLoad } from './signed-load.ts';
import { checkEndState, hardfork, type Contract } from './solidity.ts';

type Hardhat = { network: { create(name: string): Promise<Connection> } };
type Connection = { provider: { request(call: { method: string; params: unknown[] }): Promise<unknown> }; close(): Promise<void> };
type Rpc = (method: string, ...params: unknown[]) => Promise<string>;

const inMemory = 'EDR through Hardhat 3 in this process, state and blocks in memory, nothing durable; Solidity with optimizer';

export async function run(options: RunOptions): Promise<PeerResult[]> {
  checkOptions(options);
  const { device, contract, jobs } = await signedLoads(options);
  const hardhat = await startHardhat(device);
  const row = (name: string, what: string, send: (rpc: Rpc, job: SignedLoad) => Promise<void>): Row<SignedLoad> => ({
    name,
    what: `${inMemory}; ${what}`,
    round: (job) => onFreshChain(hardhat, device, contract, job, send),
  });
  return measure([
    row(
      'EDR, signed, one observation a transaction',
      'one pre-signed transaction (secp256k1) and one block per observation, eth_sendRawTransaction one after another',
      async (rpc, { singles }) => {
        for (const single of singles) await rpc('eth_sendRawTransaction', single);
      },
    ),
    row(
      `EDR, signed, one observation a transaction, blocks of ${batchSize}`,
      `one pre-signed transaction per observation, all of a block sent at once, one block per ${batchSize}`,
      async (rpc, { singles }) => {
        await rpc('evm_setAutomine', false);
        for (const lot of lotsOf(singles, batchSize)) {
          await Promise.all(lot.map((single) => rpc('eth_sendRawTransaction', single)));
          await rpc('evm_mine');
        }
      },
    ),
    row(
      'EDR, unsigned, one observation a transaction',
      'one transaction and one block per observation, eth_sendTransaction from an unlocked account (EDR signs by itself), gas and fees given',
      async (rpc, { load }) => {
        const from = { from: device.address, to: device.contractAddress, gas: hex(gasLimits.observe), ...fees };
        for (const seen of load.observations) await rpc('eth_sendTransaction', { ...from, data: contract.observe(seen) });
      },
    ),
    row(
      `EDR, signed, ${batchSize} observations a transaction`,
      `one pre-signed transaction and one block per ${batchSize} observations`,
      async (rpc, { batches }) => {
        for (const batch of batches) await rpc('eth_sendRawTransaction', batch);
      },
    ),
  ], jobs, options.rounds);
}

const fees = { maxFeePerGas: hex(maxFeePerGas), maxPriorityFeePerGas: '0x0' };

async function startHardhat(device: Device): Promise<Hardhat> {
  process.env['HARDHAT_DISABLE_TELEMETRY'] = 'true';
  const { createHardhatRuntimeEnvironment } = await peerPackage<{
    createHardhatRuntimeEnvironment(config: object, options: object, root: string): Promise<Hardhat>;
  }>('hardhat/hre');
  const accounts = [{ privateKey: device.privateKey, balance: String(10n ** 30n) }];
  const bench = { type: 'edr-simulated', chainType: 'l1', chainId, hardfork, accounts };
  return createHardhatRuntimeEnvironment({ networks: { bench } }, {}, import.meta.dirname);
}

async function onFreshChain(
  hardhat: Hardhat, device: Device, contract: Contract, job: SignedLoad, send: (rpc: Rpc, job: SignedLoad) => Promise<void>,
): Promise<number> {
  const connection = await hardhat.network.create('bench');
  try {
    const rpc: Rpc = async (method, ...params) => String(await connection.provider.request({ method, params }));
    for (const transaction of [job.deploy, ...job.admits]) await rpc('eth_sendRawTransaction', transaction);
    const startedMs = performance.now();
    await send(rpc, job);
    const perSecond = perSecondSince(startedMs, job.load.observations.length);
    await checkEndState(job.endState, (data) => rpc('eth_call', { to: device.contractAddress, data }), contract);
    return perSecond;
  } finally {
    await connection.close();
  }
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

if (import.meta.main) await runAlone(run);
