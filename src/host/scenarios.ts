/** Reading scenarios for the command line: which names a file may use. */
export { isPublicKey } from '../adapters/keys/node.ts';
export { zoneNames, zoneRules } from '../zones/zones.ts';
export { readAgreementFile, readChangedTermsFile, readCharterFile, readOptionsFile, readScenario, readSensingFile, readSettings, readTermsFile } from '../scenario/read.ts';
export type { Problem, Scenario, Settings } from '../scenario/scenario.ts';
