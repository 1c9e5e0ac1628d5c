// Owns a recorded session as HTTP tests use it: given facts, written and sealed in the fixture's log, listed in its store.
// Never used by the hub.
import { type EpochMs, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import {
  attached,
  closed,
  cuff,
  every1s,
  type Fact,
  infusion,
  live,
  opened,
} from '@chairside/shared/testing/given.ts'
import type { SessionRow } from '../store/directory.ts'
import { type HttpFixture, httpFixture, nurseCookie } from './http-fixture.ts'

export type KeptSession = { readonly lines: readonly string[]; readonly row: SessionRow }

/**
 * @param sealEvery lines a segment
 * @param sealAll false: the last, incomplete segment stays unsealed
 */
export async function keepSession(
  { log, store }: Pick<HttpFixture, 'log' | 'store'>,
  records: readonly LogRecord[],
  { sealEvery = 60, sealAll = true, row: over = {} as Partial<SessionRow> } = {},
): Promise<KeptSession> {
  const first = records[0]
  if (first?.kind !== 'session.opened') throw new Error('a session begins with its opening')
  const closedAtMs = records.find((record) => record.kind === 'session.closed')?.hubAtMs
  const row: SessionRow = {
    sessionId: first.sessionId as SessionId,
    roomId: first.roomId,
    roomName: first.roomName,
    patientCode: first.patientCode,
    provenance: first.provenance,
    openedAtMs: first.hubAtMs,
    ...(closedAtMs === undefined ? {} : { closedAtMs }),
    ...over,
  }
  await store.sessions.put(row)
  const stream = sessionStream(row.sessionId)
  const { ownerEpoch } = await log.own(stream)
  const lines = records.map(encodeLine)
  for (let from = 0; from < lines.length; from += sealEvery) {
    const piece = lines.slice(from, from + sealEvery)
    const atMs = records[from + piece.length - 1]?.hubAtMs as EpochMs
    await log.append([{ stream, ownerEpoch, afterSeq: from, lines: piece, atMs }])
    if (sealAll || piece.length === sealEvery) await log.seal(stream)
  }
  return { lines, row }
}

/** Given facts as the hub would have recorded and judged them. */
export const sessionOf = (facts: readonly Fact[], untilS: number): readonly LogRecord[] =>
  live(facts, untilS).log

/** Five minutes with an infusion and a cuff reading. */
export const WHOLE = sessionOf(
  [
    opened(0),
    attached(1),
    ...every1s(2, 200, { heartRate: 72, spo2: 97 }),
    infusion(201, 'start', 52.5),
    cuff(230, 165, 95, 118),
    infusion(260, 'stop', 0),
    closed(300),
  ],
  300,
)

/** A fixture that keeps one session, and a nurse who asks for it as a file. */
export async function kept(records: readonly LogRecord[], options?: Parameters<typeof keepSession>[2]) {
  const fixture = await httpFixture()
  const session = await keepSession(fixture, records, options)
  const cookie = await nurseCookie(fixture)
  const ask = (file: string) =>
    fixture.say(`/api/sessions/${session.row.sessionId}/export.${file}`, { cookie })
  return { fixture, cookie, ask, ...session }
}
