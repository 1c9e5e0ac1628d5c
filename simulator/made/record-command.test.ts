// Proves `npm run simulate -- --record`: a file without a hub, never over another one, and what it says to wrong input.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readExport } from '@chairside/shared/record/export-file.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { FailedError, UsageError } from '../command-line.ts'
import { simulate } from '../simulate.ts'
import { sha256 } from './made-export.ts'
import { recordSession } from './record-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'chairside-record-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const there = join(folder, 'there.ndjson')
writeFileSync(there, 'not to be lost')
const free = join(folder, 'free.ndjson')
const calm = ['--record', free, '--scenario', 'calm']

describe('npm run simulate -- --record', () => {
  it('[SM19] writes a whole recording with what was asked for, in the clinic’s zone, and says how to see it', () => {
    const file = join(folder, 'a.ndjson')
    const said = recordSession(
      {
        file,
        scenario: 'tachycardia',
        seed: '5',
        minutes: '15',
        starts: '2026-03-01T09:00:00+01:00',
        patient: 'SIM-7',
      },
      { CLINIC_ZONE: 'America/New_York' },
    )
    expect(said.join('\n')).toContain('15:00 long')
    expect(said.join('\n')).toContain(`npm run import -- ${file}`)
    const read = readExport(readFileSync(file, 'utf8'), sha256)
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.problem).toBeUndefined()
    expect(read.value.records[0]).toMatchObject({
      hubAtMs: Date.UTC(2026, 2, 1, 8),
      patientCode: 'SIM-7',
      zone: 'America/New_York',
      provenance: 'simulated',
    })
  })

  it.each([
    [['--record', free], {}, ['name its scenario', 'calm, hypertensive-surge']],
    [['--record', free, '--scenario', 'mixed'], {}, ['no scenario "mixed" for a recording']],
    [['--record', free, '--scenario', 'link-drop'], {}, ['between a monitor and a hub', 'There are: calm']],
    [['--record', '', '--scenario', 'calm'], {}, ['the name of the file']],
    [['--record', there, '--scenario', 'calm', '--minutes', '5'], {}, ['is there already']],
    [['--record', join(folder, 'no', 'a'), '--scenario', 'calm', '--minutes', '5'], {}, ['no such folder']],
    [[...calm, '--minutes', '4'], {}, ['--minutes is "4"', 'from 5 to 480']],
    [[...calm, '--starts', '2026-03-01 09:00'], {}, ['--starts is', 'date, time and zone']],
    [[...calm, '--patient', 'K-0417'], {}, ['--patient is "K-0417"', 'SIM-']],
    [[...calm], { CLINIC_ZONE: 'Mars/Base' }, ['CLINIC_ZONE is "Mars/Base"']],
    [[...calm, '--rooms', '2'], {}, ['leave --rooms out']],
    [[...calm, '--infuse'], {}, ['leave --infuse out']],
    [['--minutes', '10'], {}, ['--minutes says how a file is made', '--record FILE']],
  ] as [string[], Record<string, string>, string[]][])(
    '[SM19] %j %j: refused with a sentence',
    async (args, env, words) => {
      const error = await simulate(args, env).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(UsageError)
      for (const word of words) expect((error as Error).message).toContain(word)
      expect(() => readFileSync(free)).toThrow('ENOENT')
      expect(readFileSync(there, 'utf8')).toBe('not to be lost')
    },
  )

  it('[SM19] a file that cannot be written is said, with exit code 1', () => {
    const record = () =>
      recordSession({ file: join(there, 'a'), scenario: 'calm', seed: '1', minutes: '5' }, {})
    expect(record).toThrow(FailedError)
  })
})
