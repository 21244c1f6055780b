import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { payloadOf } from '../payload.ts';
import { compileTemplate } from './template.ts';
import { templateLengthMax } from './template-syntax.ts';

/** What `template` makes of `payload`, or in brackets why it makes nothing. */
function run(template: string, payload: unknown = {}): string {
  const compiled = compileTemplate(template);
  if (!compiled.ok) return `[${compiled.refusal.detail}]`;
  const rendered = compiled.value(payloadOf(typeof payload === 'string' ? payload : JSON.stringify(payload)));
  return rendered.ok ? rendered.value : `[${rendered.refusal.detail}]`;
}

test('what the documentations of Home Assistant, Zigbee2MQTT, Tasmota and ESPHome have in their templates', () => {
  for (const [template, payload, expected] of [
    ['{{ value_json.temperature }}', { temperature: 23.20 }, '23.2'],
    ['{{ value_json.humidity}}', '{ "humidity": 43.70 }', '43.7'],
    ['{{ value }}', 'ON', 'ON'],
    ['{{ value | float }}', '21', '21.0'],
    ['{{ value_json[\'contact\'] }}', { contact: false }, 'False'],
    ['{{ value_json.state }}', { state: 'online' }, 'online'],
    ['{{ value_json[\'AM2301\'].Temperature }}', { Time: '2026-01-05T18:00:00', AM2301: { Temperature: 19.6 } }, '19.6'],
    ['{{value_json.ENERGY.Power[1]}}', { ENERGY: { Power: [12, 345] } }, '345'],
    ['{{ value_json.POWER | default(\'unknown\') }}', { other: 1 }, 'unknown'],
    ['{{ value_json.battery | default(none) }}', {}, 'None'],
    ['{{ value_json.a.b[\'c\'][0] }}', { a: { b: { c: [7] } } }, '7'],
    ['{{ (value_json.voltage / 1000) | round(2) }}', { voltage: 3015 }, '3.02'],
    ['{{ value_json.lock | is_defined }}', { lock: 'LOCKED' }, 'LOCKED'],
    ['{{ \'ON\' if value_json.occupancy else \'OFF\' }}', { occupancy: true }, 'ON'],
    ['{{ iif(value_json.state == \'OPEN\', 100, 0) }}', { state: 'OPEN' }, '100'],
    ['{{ value_json.open | iif(\'yes\', \'no\', \'unsure\') }}', { open: null }, 'unsure'],
    ['{% if value_json.update is defined and value_json[\'update\'][\'state\'] == "available" %}ON{% else %}OFF{% endif %}', { update: { state: 'available' } }, 'ON'],
    ['{%- if value | int > 20 -%} warm {%- elif value | int > 10 -%} mild {%- else -%} cold {%- endif -%}', '15', 'mild'],
    ['{% set t = value_json.t | float %}{{ t * 1.8 + 32 }}', { t: 100 }, '212.0'],
    ['{{ value_json.action | replace("brightness_", "") | upper }}', { action: 'brightness_up' }, 'UP'],
    ['Temp: {{ value_json.t }}{# in Celsius #} C', { t: 4 }, 'Temp: 4 C'],
    ['{ "state": "{{ value_json.state | lower }}" }', { state: 'ON' }, '{ "state": "on" }'],
  ] as const) assert.equal(run(template, payload), expected, template);
});

test('white space: a dash takes it, and what is around the whole doesn\'t count', () => {
  assert.equal(run('  a {{ 1 }} b  '), 'a 1 b');
  assert.equal(run('a {{- 1 }} b {{ 2 -}} c'), 'a1 b 2c');
  assert.equal(run('a\n{%- if true -%}\n b \n{%- endif %} c'), 'ab c');
  assert.equal(run('a {#- no -#} b{{+ 1 }}'), 'ab1');
  assert.equal(run('{{ \'a }} b\' }} {{ "%}" }}'), 'a }} b %}');
});

test('numbers are computed and printed as in Python', () => {
  for (const [template, expected] of [
    ['{{ 4 / 2 }}', '2.0'], ['{{ 7 // 2 }} {{ -7 // 2 }} {{ -7.5 // 2 }}', '3 -4 -4.0'], ['{{ -7 % 3 }} {{ 7 % -3 }} {{ -7.5 % 2 }}', '2 -2 0.5'],
    ['{{ 0.1 + 0.2 }}', '0.30000000000000004'], ['{{ 1e16 }} {{ 1e15 }} {{ 0.0001 }} {{ 0.00001 }}', '1e+16 1000000000000000.0 0.0001 1e-05'],
    ['{{ 1e22 }} {{ 1.5e-7 }} {{ -0.0 }}', '1e+22 1.5e-07 -0.0'], ['{{ 12345678901234567890 + 1 }}', '12345678901234567891'],
    ['{{ \'2.9\' | int }} {{ -2.9 | int }} {{ \'1e3\' | float }} {{ \' 21.5 \' | float }}', '2 -2 1000.0 21.5'],
    ['{{ true + 1 }} {{ 1 == true }} {{ \'1\' == 1 }} {{ 1 == 1.0 }}', '2 True False True'],
    ['{{ 2 + 3 * 4 ~ \'!\' }}', '[the template: "2" + "12!" can\'t be computed]'], // `~` binds closer than `+`
    ['{{ 1 ~ 2 + 3 }}', '[the template: "12" + "3" can\'t be computed]'], ['{{ -1 | abs }} {{ 2 - -3 }}', '1 5'], ['{{ 3 - 2 - 1 }} {{ 8 / 2 / 2 }}', '0 2.0'], ['{{ true | abs }} {{ value_json.x | length }} {{ 1 in value_json.x }}', '1 0 False'],
    ['{{ \'b\' in \'abc\' }} {{ \'x\' not in \'abc\' }} {{ not 0 }} {{ 0 or \'a\' }} {{ 1 and \'\' }}|', 'True True True a |'],
    ['{{ 1 if false }}|{{ \'a\' if 0 else \'b\' if 0 else \'c\' }}', '|c'], ['{{ \'%s\' }} {{ "a\\"b\\n" | trim }}', '%s a"b'],
  ] as const) assert.equal(run(template), expected, template);
});

test('round goes to the even neighbour of the exact binary value, as Python\'s, and to a whole number without decimals', () => {
  // Each as Python 3 gives it: round(2.675, 2) is 2.67, since 2.675 lies a little below.
  for (const [value, decimals, expected] of [
    [2.5, 0, '2'], [3.5, 0, '4'], [-2.5, 0, '-2'], [0.5, 0, '0'], [2.675, 2, '2.67'], [0.125, 2, '0.12'], [0.375, 2, '0.38'], [-0.125, 2, '-0.12'],
    [1.005, 2, '1.0'], [1.25, 1, '1.2'], [12345678.5, 0, '12345678'], [1e300, 2, '1e+300'], [5e-16, 15, '1e-15'], [21.456789, 1, '21.5'],
  ] as const) assert.equal(run(`{{ value_json | round(${decimals}) }}`, value), expected, `round(${value}, ${decimals})`);
  assert.equal(run('{{ 21.21 | round(1, \'ceil\') }} {{ 21.29 | round(1, "floor") }} {{ 21.3 | round(0, "half") }} {{ 21.3 | round(1, "half") }}'), '21.3 21.2 21 21.5');
  assert.equal(run('{{ \'x\' | round(1, default=\'none\') }} {{ 3.14159 | round(precision=3) }}'), 'none 3.142');
  assert.match(run('{{ 1.5 | round(1, "up") }}'), /`round` knows common, ceil, floor and half, not up/);
});

test('what isn\'t there or is no number is an error, unless there is a default', () => {
  assert.equal(run('{{ value_json.x }}|'), '|');
  assert.equal(run('{{ value_json.x | default(0) | float }} {{ \'abc\' | int(-1) }} {{ \'nan\' | float(1.5) }} {{ none | float(default=2) }}'), '0.0 -1 1.5 2');
  assert.equal(run('{{ \'abc\' | float }}'), '[the template: `float` got "abc", which is no number, and has no default]');
  assert.equal(run('{{ value_json.x | float(0) }}'), '[the template: what isn\'t there is no number; `default` in front says what to take then]');
  assert.equal(run('{{ value_json.x | int(0) }}'), '[the template: what isn\'t there is no number; `default` in front says what to take then]');
  assert.equal(run('{{ value_json.x.y }}'), '[the template: what is asked for y isn\'t there (character 16)]');
  assert.equal(run('{{ value_json.x }}', 'no json'), '[the template: what is asked for x isn\'t there (character 14)]');
  assert.equal(run('{{ value_json.x | is_defined }}'), '[the template: a value isn\'t there, and `is_defined` asks for it]');
  assert.equal(run('{{ value_json.x | default(\'\') }}{{ value_json.y | default(\'d\', true) }}{{ \'\' | d(\'e\') }}', { y: 0 }), 'd');
  assert.equal(run('{{ value_json.__proto__ }}{{ value_json.constructor }}{{ value_json[\'toString\'] }}|'), '|');
  assert.equal(run('{{ 1 / 0 }}'), '[the template: it divides by zero]');
  assert.equal(run('{{ \'a\' < 1 }}'), '[the template: "a" and "1" have no order]');
  assert.equal(run('{{ value_json[0] }} {{ value_json[-1] }} {{ value_json[5] }}|', [1, 2]), '1 2 |');
});

test('what isn\'t supported is refused by name and place, before any message comes', () => {
  for (const [template, what] of [
    ['{{ value | timestamp_custom(\'%H\') }}', '`|timestamp_custom` is not supported (character 12 of the template)'],
    ['{{ now() }}', '`now()` is not supported (character 4 of the template)'],
    ['{{ states(\'sensor.x\') }}', '`states()` is not supported (character 4 of the template)'],
    ['{{ value.split(\',\')[0] }}', '`.split()` is not supported (character 10 of the template)'],
    ['{% for x in value %}{{ x }}{% endfor %}', '`for` is not supported (character 4 of the template)'],
    ['{{ value is divisibleby 3 }}', '`is divisibleby` is not supported (character 13 of the template)'],
    ['{{ foo }}', '`foo` is not supported (character 4 of the template)'],
    ['{{ value[1:2] }}', '`]` is expected, and there is `:` (character 11 of the template)'],
    ['{{ 2 ** 3 }}', '`**` is not supported (character 6 of the template)'],
    ['{{ [1, 2] }}', '`[` is not supported (character 4 of the template)'],
    ['{{ value', '`{{` has no end (character 1 of the template)'],
    ['{% if value %}x', '`if` has no `endif` (character 15 of the template)'],
    ['x{% endif %}', '`endif` closes nothing (character 5 of the template)'],
    ['{{ value | round(1, 2, 3, 4) }}', '`round` takes 3 values at the most (character 12 of the template)'],
    ['{{ 1 < 2 < 3 }}', '`a < b < c` is not supported (character 6 of the template)'],
    ['{{ value & 1 }}', '`&` is not supported (character 9 of the template)'],
    [`{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`, 'it nests deeper than 40 levels (character 24 of the template)'],
  ] as const) assert.equal(run(template), `[${what}]`, template);
  for (const chain of [`1${'+1'.repeat(4000)}`, `value${'|lower'.repeat(1300)}`, `value${'[0]'.repeat(2000)}`, `${'not '.repeat(2000)}1`, `${'-'.repeat(4000)}1`]) {
    assert.match(run(`{{ ${chain} }}`), /^\[an expression has more than 800 words and signs|^\[it nests deeper than 40 levels/);
  }
  assert.equal(run(`{{ 1${'+1'.repeat(390)} }}`), '391');
  assert.match(run('{% if 1 %}'.repeat(700)), /it nests deeper than 40 levels/);
  assert.match(run('x'.repeat(templateLengthMax + 1)), /at most 8192 are read/);
});

test('what would grow without end is stopped', () => {
  const doubled = `{% set a = 'ab' %}${'{% set a = a ~ a %}'.repeat(60)}{{ a }}`;
  assert.equal(run(doubled), '[the template: a text is too long]');
  assert.equal(run(`{% set a = 'aa' %}${'{% set a = a | replace(\'a\', \'aaaa\') %}'.repeat(40)}{{ a }}`), '[the template: a text is too long]');
  assert.equal(run(`{% set a = 9999999999 %}${'{% set a = a * a %}'.repeat(40)}{{ a }}`), '[the template: a number is too large]');
  assert.equal(run(`{{ 1e308 * 10 }}`), '[the template: a number is too large]');
});

const fragments = fc.constantFrom('{{', '}}', '{%', '%}', '{#', '-', ' value_json', ' value', '.a', '[0]', '[\'b\']', '|', 'float', 'round', '(', ')', ',', '1', '2.5', '\'x\'', '"', ' if ', ' else ', ' endif ', ' set ', 'x', '=', '==', '+', '*', '/', '~', ' is ', 'defined', ' not ', ' in ', 'default', '\\', '\n', 'é', '\ud800');

test('any text is a template or one clear refusal, and any payload one more', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fragments, fc.string({ maxLength: 3 })), { maxLength: 30 }), fc.oneof(fc.string(), fc.json({ maxDepth: 3 })), (parts, payload) => {
    const compiled = compileTemplate(parts.join(''));
    if (!compiled.ok) {
      assert.equal(compiled.refusal.code, 'invalid_value');
      assert.ok(compiled.refusal.detail.length < 200, compiled.refusal.detail);
      return;
    }
    const rendered = compiled.value(payloadOf(payload));
    assert.ok(rendered.ok ? rendered.value.length <= 65_536 : rendered.refusal.detail.length < 300);
  }), { seed: 3, numRuns: 5000 });
});

test('what is drawn from the grammar is understood: no such template is refused', () => {
  const expression = fc.letrec<{ any: string; leaf: string }>((tie) => ({
    leaf: fc.constantFrom('value', 'value_json.a', 'value_json[\'b\'][0]', '1', '2.5', '\'x\'', 'none', 'true'),
    any: fc.oneof({ maxDepth: 4 }, tie('leaf'),
      fc.tuple(tie('any'), fc.constantFrom('+', '-', '*', '/', '//', '%', '~', 'and', 'or'), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('any'), fc.constantFrom('|float(0)', '| int(1)', '|round(1, default=0)', '|default("d")', '|lower', '|trim', ' is defined')).map(([a, f]) => `((${a})${f})`),
      fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} if ${b} else ${c})`)),
  })).any;
  fc.assert(fc.property(expression, fc.json({ maxDepth: 2 }), (text, payload) => {
    const compiled = compileTemplate(`{% if ${text} %}{{ ${text} }}{% endif %}`);
    assert.ok(compiled.ok, compiled.ok ? '' : compiled.refusal.detail);
    compiled.value(payloadOf(payload));
  }), { seed: 4, numRuns: 1500 });
});
