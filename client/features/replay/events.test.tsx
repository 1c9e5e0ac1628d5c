// What happened, as a replay lists it: a line that was put right says so from the moment at which it was. Markup, no browser.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { asItStands, linesOf, openedRecording, RECORDING, said, T } from '../../testing/replayed.ts'
import { timeScaleOf } from '../../ui/format.ts'
import { Events } from './events.tsx'

const RATE = RECORDING.findIndex(([atMs]) => atMs === T(22))
const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const amended = {
  kind: 'amended',
  ...{ by, commandId: '4'.repeat(32), ofSeq: RATE + 1, ofKind: 'infusion' },
  ...{ change: { rateMlPerHr: 36 }, reason: 'misread' },
} as unknown as RecordBody
const later = RECORDING.findIndex(([atMs]) => atMs === T(46, 30))

const lines = linesOf([...RECORDING.slice(0, later), [T(40), amended], ...RECORDING.slice(later)])

function happened(atMs: number): string {
  const recording = openedRecording(lines)
  const scale = timeScaleOf(recording.view().state, recording.cursor().range)
  recording.at(atMs)
  return said(
    renderToStaticMarkup(
      <Events session={asItStands(recording.store)} scale={scale} onPick={() => undefined} />,
    ),
  )
}

test('[UI380] an act that was corrected is marked at its place, with what it was, by whom and when', () => {
  expect(happened(T(61))).toMatch(
    /T\+22:00 Pump rate 36 mL\/h · R\. Osei .*corrected 10:57:00 by R\. Osei, was 38 mL\/h: misread/,
  )
})

test('[UI380] before it was corrected it stands as it was', () => {
  const before = happened(T(30))
  expect(before).toContain('Pump rate 52.5 → 38 mL/h')
  expect(before).not.toContain('corrected 10:57')
})
