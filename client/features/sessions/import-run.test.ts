// The course of a file being brought in, as the page tells it: sent, run, in; refused; stopped; asked again.
import type { SessionId } from '@chairside/shared/ids.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { type ImportPort, type ImportRun, runImport } from './import-run.ts'
import { NO_FIELDS, optionsOf, patientNote, percentOf, stepWords } from './import-words.ts'

const progress = (change: Partial<ImportProgress> = {}): ImportProgress => ({
  importId: 'i1',
  name: 'a.csv',
  state: 'running',
  records: 30,
  of: 120,
  playedMs: 60_000,
  lengthMs: 240_000,
  notes: [],
  ...change,
})
const FILE = { name: 'a.csv', size: 1_000 } as File
const flush = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

/** A hub that answers what it is told to, one question at a time. */
function hub() {
  const waiting: (() => void)[] = []
  const answers: Result<ImportProgress>[] = []
  const stopped: string[] = []
  let uploaded: (answer: Result<ImportProgress>) => void = () => undefined
  let sent: (bytes: number, of: number) => void = () => undefined
  let aborted = false
  const port: ImportPort = {
    upload(_file, _options, told) {
      sent = told
      const done = new Promise<Result<ImportProgress>>((resolve) => {
        uploaded = resolve
      })
      return {
        done,
        stop() {
          aborted = true
          uploaded(refuse('import-stopped', 'You stopped the upload; nothing of the file was kept.'))
        },
      }
    },
    progress: async () => answers.shift() ?? refuse('timeout', 'The hub does not answer.'),
    async stop(importId) {
      stopped.push(importId)
      return answers.shift() ?? refuse('timeout', 'The hub does not answer.')
    },
    after: (_ms, run) => void waiting.push(run),
  }
  return {
    port,
    answers,
    stopped,
    aborted: () => aborted,
    sent: (bytes: number) => sent(bytes, 1_000),
    async uploaded(answer: Result<ImportProgress>) {
      uploaded(answer)
      await flush()
    },
    async later() {
      for (const run of waiting.splice(0)) run()
      await flush()
    },
  }
}
const step = (run: ImportRun) => run.store.getState()

describe('bringing a file in', () => {
  test('[UI95] sent, run, in: each with how far it is, and at the end the session that it is', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    far.sent(250)
    expect(stepWords(step(run))).toBe('Sending it to the hub … 25 %')
    await far.uploaded(ok(progress({ state: 'reading', records: 0, of: 0 })))
    expect(stepWords(step(run))).toBe('Reading the file …')
    far.answers.push(ok(progress()))
    await far.later()
    expect(percentOf(step(run))).toBe(25)
    expect(stepWords(step(run))).toBe('30 records of 120 · 1:00 of 4:00')
    far.answers.push(
      ok(progress({ state: 'done', sessionId: 's9' as SessionId, notes: ['3 rows are blank'] })),
    )
    await far.later()
    expect(step(run)).toEqual({ is: 'done', sessionId: 's9', notes: ['3 rows are blank'] })
  })

  test('[UI96] a file that is in already is said to be, with the session that it is', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    const error = { code: 'already-imported' as const, message: 'This file is in already.' }
    await far.uploaded(ok(progress({ state: 'failed', sessionId: 's3' as SessionId, error })))
    expect(step(run)).toEqual({ is: 'refused', error, notes: [], sessionId: 's3' })
    expect(stepWords(step(run))).toBe('It is in already.')
  })

  test('[UI96] what the hub refuses stands in its own words', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    await far.uploaded(refuse('too-large', 'This file is too large.'))
    expect(step(run)).toMatchObject({ is: 'refused', error: { message: 'This file is too large.' } })
  })

  test('[UI95] a hub that does not answer meanwhile is said and asked again; nothing is taken as ended', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    await far.uploaded(ok(progress()))
    await far.later()
    expect(stepWords(step(run))).toBe('The hub does not answer. It is being asked for again.')
    far.answers.push(ok(progress({ state: 'done', sessionId: 's9' as SessionId })))
    await far.later()
    expect(step(run).is).toBe('done')
  })

  test('[UI97] stopped while it is sent: the sending ends and nothing is asked', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    run.stop()
    await flush()
    expect(far.aborted()).toBe(true)
    expect(far.stopped).toEqual([])
    expect(step(run)).toMatchObject({ is: 'refused', error: { code: 'import-stopped' } })
  })

  test('[UI97] stopped while it runs: "stopping" until the hub says that nothing of it remains', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    await far.uploaded(ok(progress()))
    far.answers.push(ok(progress()))
    run.stop()
    await flush()
    expect(far.stopped).toEqual(['i1'])
    expect(step(run).is).toBe('stopping')
    const error = { code: 'import-stopped' as const, message: 'It was stopped; nothing of it remains.' }
    far.answers.push(ok(progress({ state: 'failed', error })))
    await far.later()
    expect(step(run)).toMatchObject({ is: 'refused', error })
  })

  test('[UI97] stopped too late it is in, and is said to be', async () => {
    const far = hub()
    const run = runImport(FILE, {}, far.port)
    await far.uploaded(ok(progress()))
    far.answers.push(ok(progress({ state: 'done', sessionId: 's9' as SessionId })))
    run.stop()
    await flush()
    expect(step(run)).toMatchObject({ is: 'done', sessionId: 's9' })
  })
})

describe('what is asked before it begins', () => {
  test('[UI95] the time it began is the clinic’s clock; what is left empty is not said', () => {
    expect(optionsOf(NO_FIELDS, 'Europe/Oslo')).toEqual({})
    expect(
      optionsOf(
        { ...NO_FIELDS, startDay: '2026-11-14', startTime: '10:12', patient: ' K-0417 ', map: 't=time' },
        'Europe/Oslo',
      ),
    ).toEqual({
      starts: Date.UTC(2026, 10, 14, 9, 12),
      patient: 'K-0417',
      map: 't=time',
    })
  })

  test('[PT44] a code that was not made here is taken as it stands, and said to be no patient’s', () => {
    const noteOf = (patient: string) => patientNote({ patient })
    expect(noteOf('K-2001')).toContain('no patient’s of the list')
    expect(noteOf(' k-041w ')).toBe('An exported session keeps its own.')
    expect(noteOf('')).toContain('Left empty')
    expect(optionsOf({ ...NO_FIELDS, patient: 'K-2001' }, 'UTC')).toEqual({ patient: 'K-2001' })
  })

  test('[UI95] a code or a time that cannot be is said at once', () => {
    expect(optionsOf({ ...NO_FIELDS, patient: 'x' }, 'UTC')).toContain('patient code')
    expect(optionsOf({ ...NO_FIELDS, startDay: '2026-11-14', startTime: '25:10' }, 'UTC')).toContain(
      'cannot be read',
    )
    expect(optionsOf({ ...NO_FIELDS, startDay: 'yesterday' }, 'UTC')).toContain('cannot be read')
  })
})
