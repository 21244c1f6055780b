/** What methods, their parts and their settings are called in the reader's language; by their own names where no message says it, as of a later release. */
import { known } from '../messages/t.ts';
import { sentence, spaced, titled } from '../words/names.ts';

/** @example methodName('load-cell') === 'load cell' */
export function methodName(name: string): string {
  return known(`things.method.${name}`) ?? titled(name);
}

/** @example partName('weight') === 'weight' */
export function partName(as: string): string {
  return known(`things.part.${as}`) ?? spaced(as);
}

/** With its unit behind it. @example settingName('drift_g_h') === 'Drift (g/h)' */
export function settingName(name: string): string {
  return withUnit(name, (what) => messageOf(name) ?? sentence(spaced(what)));
}

/** The unit that ends a name stands behind it. @example withUnit('drift_g_h', sentence) === 'Drift (g/h)' */
export function withUnit(name: string, words: (what: string) => string): string {
  const [, what = name, unit] = /^(.+?)_(g_h|g|s)$/.exec(name) ?? [];
  return `${words(what)}${unit === undefined ? '' : ` (${unit.replace('_', '/')})`}`;
}

/**
 * A message of the rules with its settings as the form calls them.
 * @example plainly('settings.again_s must be at least late_s') === '“Again (s)” must be at least “Late (s)”'
 */
export function plainly(message: string): string {
  return message.replaceAll(/\b(?:settings\.([a-z_]+)|([a-z]+(?:_[a-z]+)+))\b/g, (as, setting: string | undefined, alone: string | undefined) => {
    const name = setting ?? (alone === undefined || messageOf(alone) === undefined ? undefined : alone);
    return name === undefined ? as : `“${settingName(name)}”`;
  });
}

function messageOf(setting: string): string | undefined {
  return known(`things.setting.${setting}`);
}
