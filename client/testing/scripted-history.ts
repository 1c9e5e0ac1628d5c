// Owns a hub's sealed history of one session, as a test has it: its lines in segments, each body given when the test says.
// Never used by the product.
import type { EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import { ok, type Refusal } from '@chairside/shared/result.ts'
import type { History } from '../session/records/history.ts'
import { HUB_AT_MS } from './scripted-wire.ts'

export const closedSession = (change: Partial<HttpSession> = {}): HttpSession => ({
  sessionId: 's1' as SessionId,
  roomId: 'room-1' as RoomId,
  roomName: 'Room 1',
  patientCode: 'K-0417',
  provenance: 'simulated',
  openedAtMs: HUB_AT_MS,
  closedAtMs: (HUB_AT_MS + 3_600_000) as EpochMs,
  ...change,
})

export type ScriptedHistory = History & {
  /** What has been asked for, in order. */
  readonly asked: string[]
  /** The next this many questions that begin so are answered with this. */
  fail(error: Refusal, times?: number, what?: string): void
  /** From now on bodies wait until `release`. */
  hold(): void
  release(): void
}

export function scriptedHistory(
  lines: readonly string[],
  { segment = 60, session = closedSession() }: { segment?: number; session?: HttpSession } = {},
): ScriptedHistory {
  const asked: string[] = []
  let failing: { error: Refusal; times: number; what: string } | undefined
  let held: (() => void)[] | undefined
  const segments = Array.from({ length: Math.ceil(lines.length / segment) }, (_, index) => ({
    first: index * segment + 1,
    last: Math.min(lines.length, (index + 1) * segment),
  }))
  async function answer<T>(what: string, value: T) {
    asked.push(what)
    if (failing !== undefined && failing.times > 0 && what.startsWith(failing.what)) {
      failing.times -= 1
      return { ok: false as const, error: failing.error }
    }
    if (held !== undefined) await new Promise<void>((resolve) => held?.push(resolve))
    return ok(value)
  }
  return {
    asked,
    session: () => answer('session', session),
    segments: () => answer('segments', segments),
    lines: (_stream, first) => answer(`lines ${first}`, lines.slice(first - 1, first - 1 + segment)),
    range: (_stream, first, last) =>
      answer(
        `range ${first}-${last}`,
        lines
          .slice(first - 1, last)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    fail(error, times = 1, what = '') {
      failing = { error, times, what }
    },
    hold() {
      held ??= []
    },
    release() {
      const waiting = held ?? []
      held = undefined
      for (const go of waiting) go()
    },
  }
}
