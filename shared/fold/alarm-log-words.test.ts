// Proves that a step of the escalation says whose turn it is, and not that anybody was told: nobody may have been there.
import { expect, test } from 'vitest'
import type { RecordOf } from '../record/record.ts'
import { alarmLogText } from './alarm-log-words.ts'

const of = <K extends 'escalation' | 'delivery'>(record: object): string =>
  alarmLogText({ alarmId: 'bpHigh@1', level: 'veryHigh', ...record } as unknown as RecordOf<K>)

test('[UI334] a step with nobody there is not said to have called anybody', () => {
  const step = of({ kind: 'escalation', step: 'backup' })
  const nobody = of({ kind: 'delivery', role: 'backup', event: 'nobody' })
  expect(step).toBe('BP very high: the backup’s turn')
  expect(step).not.toContain('called')
  expect(nobody).toContain('nobody to tell as the backup')
})
