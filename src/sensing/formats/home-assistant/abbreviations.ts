/** Short names of discovery's options, as Home Assistant's documentation lists them: those that concern what a device is and says. */

type Abbreviations = { readonly [short: string]: string };

const options: Abbreviations = {
  act_t: 'action_topic', act_tpl: 'action_template', atype: 'automation_type', avty: 'availability', avty_mode: 'availability_mode', avty_t: 'availability_topic',
  avty_tpl: 'availability_template', cmps: 'components', curr_hum_t: 'current_humidity_topic', curr_hum_tpl: 'current_humidity_template',
  curr_temp_t: 'current_temperature_topic', curr_temp_tpl: 'current_temperature_template', dev: 'device', dev_cla: 'device_class', e: 'encoding',
  ent_cat: 'entity_category', evt_typ: 'event_types', exp_aft: 'expire_after', mode_stat_t: 'mode_state_topic', mode_stat_tpl: 'mode_state_template', o: 'origin',
  obj_id: 'object_id', p: 'platform', pl: 'payload', pl_avail: 'payload_available', pl_home: 'payload_home', pl_not_avail: 'payload_not_available',
  pl_not_home: 'payload_not_home', pl_off: 'payload_off', pl_on: 'payload_on', pl_rst: 'payload_reset', pos_t: 'position_topic', pos_tpl: 'position_template',
  stat_cla: 'state_class', stat_clsd: 'state_closed', stat_closing: 'state_closing', stat_locked: 'state_locked', stat_off: 'state_off', stat_on: 'state_on',
  stat_open: 'state_open', stat_opening: 'state_opening', stat_stopped: 'state_stopped', stat_t: 'state_topic', stat_tpl: 'state_template',
  stat_unlocked: 'state_unlocked', stat_val_tpl: 'state_value_template', stype: 'subtype', t: 'topic', temp_stat_t: 'temperature_state_topic',
  temp_stat_tpl: 'temperature_state_template', temp_unit: 'temperature_unit', uniq_id: 'unique_id', unit_of_meas: 'unit_of_measurement', val_tpl: 'value_template',
};

const deviceOptions: Abbreviations = {
  cns: 'connections', ids: 'identifiers', mf: 'manufacturer', mdl: 'model', mdl_id: 'model_id', sa: 'suggested_area',
};

export type Fields = { readonly [key: string]: unknown };

/** The options by their long names; what has both keeps the long one's value. */
export function spelledOut(fields: Fields): Fields {
  return expanded(fields, options);
}

export function deviceSpelledOut(fields: Fields): Fields {
  return expanded(fields, deviceOptions);
}

function expanded(fields: Fields, abbreviations: Abbreviations): Fields {
  const named = Object.entries(fields).map(([key, value]): [string, unknown] => [Object.hasOwn(abbreviations, key) ? abbreviations[key] ?? key : key, value]);
  return { ...Object.fromEntries(named), ...Object.fromEntries(named.filter(([key]) => Object.hasOwn(fields, key)).map(([key]) => [key, fields[key]])) };
}
