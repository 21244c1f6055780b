import { t } from '../messages/t.ts';

const browsers: readonly (readonly [RegExp, string])[] = [[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari']];
const machines: readonly (readonly [RegExp, string])[] = [[/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Mac OS X/, 'Mac'], [/Windows/, 'Windows'], [/CrOS/, 'Chromebook'], [/Linux/, 'Linux']];

/** What a device is called until its owner says otherwise. @example 'Chrome on Android' */
export function deviceName(agent: string = navigator.userAgent): string {
  const named = (list: typeof browsers): string | undefined => list.find(([form]) => form.test(agent))?.[1];
  const [browser, machine] = [named(browsers), named(machines)];
  return browser === undefined || machine === undefined ? t('me.device') : t('me.device.on', { browser, machine });
}
