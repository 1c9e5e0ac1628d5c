// Owns that docs/ALARMS.md says the figures the engine uses, and examples that work.
import { readFileSync } from 'node:fs'
import { readProfile } from '@chairside/shared/alarm/profile/profile-file.ts'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { REPEAT_EVENTS } from '@chairside/shared/record/record.ts'
import { expect, test } from 'vitest'
import { ladderTable, technicalTable } from './alarm-tables.ts'

const DOC = readFileSync(new URL('../docs/ALARMS.md', import.meta.url), 'utf8')

test('[DO8] ALARMS.md has the table of every level, and of every technical condition, as the profile ships', () => {
  expect(DOC).toContain(ladderTable(ADULT_KETAMINE_INFUSION))
  expect(DOC).toContain(technicalTable(ADULT_KETAMINE_INFUSION))
})

test('[DO8] the profile it shows is one', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(DOC) ?? []
  const read = readProfile(JSON.parse(json))
  expect(read).toMatchObject({ ok: true, value: { profile: { name: 'three plain limits' }, settlingMs: 0 } })
})

test('[DO8] it names what the tool prints of a repeat, and every field a profile may have', () => {
  for (const event of REPEAT_EVENTS) expect(DOC).toContain(`\`${event}\``)
  for (const field of Object.keys(ADULT_KETAMINE_INFUSION).filter((name) => name !== 'profile'))
    expect(DOC, field).toContain(field)
})
