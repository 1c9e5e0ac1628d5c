// Owns the bench of the alarm engine: its time per vitals record with the whole default profile, and over many sessions
// beside reading and decoding them from the log. Never measures a session that a person made: they are simulated.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { createWhatIf, isJudgedAnew } from '@chairside/shared/alarm/what-if.ts'
import { epochMs, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine, encodeLine } from '@chairside/shared/record/line.ts'
import { openLogReader } from '../server/log/log-reader.ts'
import { openWorkerLog } from '../server/log/worker-log.ts'
import { canBeMade, makeSession } from '../simulator/made/made-session.ts'
import { MIXED, SCENARIOS } from '../simulator/scenarios/table.ts'
import type { Figure } from './protocol.ts'

/** Different sessions of an hour; each is kept this often, and read this often, so that there are 1,000 session-hours. */
const WHOLE = { sessions: 20, copies: 5, passes: 10 } as const
const QUICK = { sessions: 4, copies: 2, passes: 1 } as const
const QUICK_BELOW_S = 15
const MINUTES = 60
const STARTS_AT_MS = 1_732_190_400_000
const LINES_AT_ONCE = 2_000

const round = (value: number): number => Number(value.toPrecision(4))

const made = (count: number) =>
  Array.from({ length: count }, (_one, at) => {
    const names = MIXED.filter((name) => canBeMade(SCENARIOS[name]))
    const scenario = SCENARIOS[names[at % names.length] ?? ('steady' as never)]
    return makeSession({
      scenario,
      seed: `alarms-${at}`,
      minutes: MINUTES,
      startsAtMs: STARTS_AT_MS,
      patientCode: `B-${String(at).padStart(4, '0')}`,
      zone: 'UTC',
    })
  })

export async function alarms(seconds: number): Promise<Figure[]> {
  const { sessions, copies, passes } = seconds < QUICK_BELOW_S ? QUICK : WHOLE
  const dir = mkdtempSync(join(tmpdir(), 'chairside-bench-alarms-'))
  try {
    const log = await openWorkerLog({
      dir,
      reserveBytes: 0,
      onFatal: (error) => {
        throw error
      },
    })
    const all = made(sessions)
    const names: ReturnType<typeof sessionStream>[] = []
    for (const { sessionId, records } of all) {
      const lines = records.map(encodeLine)
      for (let copy = 0; copy < copies; copy += 1) {
        const stream = sessionStream(`${sessionId}-${copy}` as SessionId)
        const { ownerEpoch } = await log.own(stream)
        for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
          const part = lines.slice(from, from + LINES_AT_ONCE)
          const atMs = records[from]?.hubAtMs ?? epochMs(STARTS_AT_MS)
          await log.append([{ stream, ownerEpoch, afterSeq: from, lines: part, atMs }])
        }
        await log.seal(stream)
        names.push(stream)
      }
    }
    await log.close()

    const reader = openLogReader(dir)
    let readMs = 0
    let engineMs = 0
    let vitals = 0
    let decided = 0
    for (let pass = 0; pass < passes; pass += 1) {
      for (const stream of names) {
        const beganAt = performance.now()
        const head = reader.segments(stream).at(-1)?.last ?? 0
        const records: DecodedRecord[] = []
        for (const line of reader.lines(stream, 1, head)) {
          const record = decodeLine(line)
          if (!record.ok) throw new Error(record.error.message)
          records.push(record.value)
        }
        const readAt = performance.now()
        const engine = createWhatIf(ADULT_KETAMINE_INFUSION)
        for (const record of records) decided += engine.take(record).length
        decided += engine.end(epochMs(STARTS_AT_MS + MINUTES * 60_000)).length
        const doneAt = performance.now()
        readMs += readAt - beganAt
        engineMs += doneAt - readAt
        for (const record of records) if (record.kind === 'vitals' && isJudgedAnew(record)) vitals += 1
      }
    }
    reader.close()
    const hours = (sessions * copies * passes * MINUTES) / 60
    console.error(`${hours} session-hours, ${vitals} vitals records, ${decided} facts decided`)
    return [
      {
        bench: 'alarms',
        figure: 'engine per vitals record, whole default profile',
        unit: 'µs',
        ours: round((engineMs * 1_000) / vitals),
        aim: 3,
      },
      {
        bench: 'alarms',
        figure: `engine over ${hours} session-hours, over reading and decoding them`,
        unit: '×',
        ours: round(engineMs / readMs),
        limit: 1,
        aim: 3,
      },
    ]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
