// Proves what the header says is left of an infusion, as planned and after a change of rate.
import { emptySession } from '@chairside/shared/fold/session-state.ts'
import { infusionProgress, pumpOf } from '@chairside/shared/visit/pump-log.ts'
import { describe, expect, test } from 'vitest'
import { infusionLine, infusionWords } from './infusion-words.ts'

const START = Date.parse('2025-11-24T03:00:00Z')
const MIN = 60_000
const plan = { drug: 'ketamine', doseMg: 36, volumeMl: 100, minutes: 40 }
const at = (minutes: number) => START + minutes * MIN
const words = (atMs: number, ...acts: readonly (readonly [string, number, number])[]) => {
  const events = acts.map(([act, atMin, rateMlPerHr], seq) => ({
    ...{ act, seq, rateMlPerHr, atMs: at(atMin), recordedAtMs: at(atMin) },
    ...(act === 'start' ? { plan } : {}),
  })) as never[]
  const infusion = { ...emptySession.infusion, ...pumpOf(events), events }
  const progress = infusionProgress(infusion, atMs)
  if (progress === undefined) throw new Error('not started')
  return infusionWords(infusion, progress, atMs, 'UTC')
}

describe('what is left', () => {
  test('[UI314] as planned it is of the planned time', () => {
    expect(words(at(10), ['start', 0, 150])).toEqual({ words: '30:00 left', beside: 'of 40:00' })
  })
  test('[UI314] once the acts at the pump have moved the end, it says until when instead', () => {
    // 97.5 mL left at 120 mL/h: 48:45.
    expect(infusionLine(words(at(1), ['start', 0, 150], ['rate', 1, 120]))).toBe('48:45 left · ends 03:49')
    expect(infusionLine(words(at(10), ['start', 0, 150]))).toBe('30:00 left of 40:00')
    expect(words(at(1), ['start', 0, 150], ['rate', 1, 120])).toEqual({
      words: '48:45 left',
      beside: 'ends 03:49',
    })
  })
  test('[UI314] while it does not run it is of nothing', () => {
    expect(words(at(12), ['start', 0, 150], ['pause', 10, 0])).toEqual({ words: 'paused 2:00', beside: '' })
    expect(words(at(12), ['start', 0, 150], ['stop', 10, 0])).toEqual({ words: 'ended 2:00 ago', beside: '' })
  })
})
