// Owns a session store that a test (or a picture) fills with records of its own, live or recorded. Never used by the product.
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import type { SessionSource, SourceEvent } from '../session/records/source.ts'
import { createSessionStore } from '../session/view/store.ts'
import { linesOf } from './records.ts'
import { type ScriptedFrames, scriptedFrames } from './scripted-frames.ts'
import { STREAM } from './scripted-wire.ts'

export const decoded = (line: string): DecodedRecord => {
  const record = decodeLine(line)
  if (!record.ok) throw new Error(record.error.message)
  return record.value
}

export type ScriptedSessionOptions = {
  /** Hub time now: a live session. Absent: a recording. */
  readonly nowMs?: () => number
  readonly monoNow?: () => number
  readonly frames?: ScriptedFrames
  /** What a look back is given instead of the lines at hand. */
  readonly read?: (
    lines: readonly string[],
    first: number,
  ) => readonly string[] | Promise<Result<readonly string[]>>
}

export function scriptedSession(options: ScriptedSessionOptions = {}) {
  const { nowMs, frames = scriptedFrames() } = options
  const given: string[] = []
  let give: (event: SourceEvent) => void = () => undefined
  const source: SessionSource = {
    stream: STREAM,
    can: { takesCommands: nowMs !== undefined, seeks: true },
    start(listener) {
      give = listener
    },
    read(first, last) {
      const lines = given.slice(first - 1, last)
      return options.read === undefined ? lines : options.read(lines, first)
    },
    stop: () => undefined,
  }
  const store = createSessionStore(source, {
    frames,
    monoNow: options.monoNow ?? (() => 0),
    ...(nowMs === undefined ? {} : { nowMs }),
  })
  store.start()
  const lines = (more: readonly string[]) => {
    given.push(...more)
    give({ kind: 'records', records: more.map(decoded) })
  }
  return {
    store,
    frames,
    given,
    view: () => store.view.getState(),
    cursor: () => store.cursor.store.getState(),
    give: (event: SourceEvent) => {
      if (event.kind === 'reset') given.length = 0
      give(event)
    },
    lines,
    records: (...bodies: readonly RecordBody[]) => lines(linesOf(bodies, given.length + 1)),
    /** Everything has been given. */
    whole: () => give({ kind: 'caughtUp', head: given.length }),
    frame: () => frames.draw(),
  }
}

/** Lines as a hub would read them again, after a while. */
export const later = (lines: readonly string[]): Promise<Result<readonly string[]>> =>
  Promise.resolve(ok(lines))
