// The scenarios that were reckoned by hand hold in the model, without a doubt about how the description is to be read;
// generated ones are reproducible, clear, and neither make nor lose a unit (the model itself throws).

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { differences } from './expectations.ts'
import { generate, kits, tolerated } from './generate.ts'
import { play } from './model.ts'
import { readScenario, writeScenario } from './scenario.ts'

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url))

for (const kit of kits) {
  for (const file of globSync(`${kit}/*.yaml`, { cwd: folder }).sort()) {
    test(`by hand: ${file}`, () => {
      const scenario = readScenario(readFileSync(folder + file, 'utf8'))
      assert.deepEqual(differences(scenario), [])
      assert.deepEqual(play(scenario).doubts, [])
    })
  }

  test(`generated: ${kit}`, () => {
    for (let seed = 1; seed <= 10; seed++) {
      const wanted = { kit, seed, steps: 20 * seed, doubtful: false }
      const text = writeScenario(generate(wanted))
      assert.equal(writeScenario(generate(wanted)), text)
      assert.deepEqual(play(readScenario(text)).doubts.filter(d => !tolerated.includes(d.label)), [])
    }
  })
}
