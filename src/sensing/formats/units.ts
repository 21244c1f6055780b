/** Units as devices write them, in SenML's spelling (RFC 8428, section 12.1, and RFC 8798). Nothing is converted. */

const spellings: { readonly [unit: string]: string } = {
  '°C': 'Cel', '℃': 'Cel', '°': 'deg', 'L': 'l', 'm²': 'm2', 'm³': 'm3', 'm/s²': 'm/s2', 'm³/s': 'm3/s', 'L/s': 'l/s', 'W/m²': 'W/m2', 'Ω': 'Ohm',
  'µg/m³': 'ug/m3', 'μg/m³': 'ug/m3', 'mbar': 'hPa', 'sec': 's', 'bpm': 'beat/min', '#': 'count', '‰': '/1000', 'lux': 'lx',
};

/** Percent says what it is of only together with what is measured. */
const percents: { readonly [deviceClass: string]: string } = { humidity: '%RH', battery: '%EL' };

/**
 * @returns `unit` itself where SenML has no other spelling: a method that expects `kg` then sees that it isn't
 * @example senmlUnit('%', 'humidity') === '%RH'
 */
export function senmlUnit(unit: string, deviceClass?: string): string {
  if (unit === '%') return (deviceClass === undefined || !Object.hasOwn(percents, deviceClass) ? undefined : percents[deviceClass]) ?? '/100';
  return (Object.hasOwn(spellings, unit) ? spellings[unit] : undefined) ?? unit;
}
