/// <reference lib="esnext.temporal" />
// Proves what a demo has to replay: brought into a running demo hub once, said to be what it is, and never in its way.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { bringInDemoRecordings, opensAt } from './demo-recordings.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const ZONE = 'Europe/Oslo'
const dir = mkdtempSync(join(tmpdir(), 'chairside-demo-test-'))
const hubs: ChildProcess[] = []
afterAll(async () => {
  for (const hub of hubs) {
    if (hub.exitCode !== null || hub.signalCode !== null) continue
    const gone = once(hub, 'exit')
    hub.kill('SIGTERM')
    await gone
  }
  rmSync(dir, { recursive: true, force: true })
})

type Ready = { url: string; demo: { signIns: { name: string; password: string; role: string }[] } }

const ENV = { PATH: process.env['PATH'], CLINIC_ZONE: ZONE, LOG_LEVEL: 'warn' }
async function demoHub(dataDir: string): Promise<Ready> {
  const env = { ...ENV, DEMO: '1', DATA_DIR: dataDir, PORT: '0' }
  const hub = fork(join(ROOT, 'server/main.ts'), [], { cwd: ROOT, env })
  hubs.push(hub)
  const [ready] = (await once(hub, 'message')) as [Ready]
  return ready
}

async function sessionsSeenBy(role: string, { url, demo }: Ready): Promise<readonly HttpSession[]> {
  const who = demo.signIns.find((one) => one.role === role)
  const signedIn = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify({ name: who?.name, password: who?.password }),
  })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const answer = await fetch(`${url}/api/sessions?open=false`, { headers: { cookie } })
  return ((await answer.json()) as { sessions: readonly HttpSession[] }).sessions
}

const bringIn = async (dataDir: string): Promise<string[]> => {
  const said: string[] = []
  const say = (sentence: string) => said.push(sentence)
  await bringInDemoRecordings({ dataDir, env: ENV, say, waitMs: 0 }).done
  return said
}

describe('what the demo has to replay', () => {
  it('[SM20] three imported, simulated sessions of the two days before, once, for the QA person to see', async () => {
    const dataDir = join(dir, 'demo')
    const ready = await demoHub(dataDir)
    const said = await bringIn(dataDir)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('SIM-201, SIM-202, SIM-203')
    const sessions = await sessionsSeenBy('qa', ready)
    expect(sessions.map(({ patientCode }) => patientCode)).toEqual(['SIM-203', 'SIM-202', 'SIM-201'])
    for (const session of sessions) {
      expect(session.provenance).toBe('simulated')
      expect(session.summary?.importedFrom).toMatch(/^demo-[a-z]+\.ndjson$/)
      expect(session.summary?.startedAtMs).toBeGreaterThan(session.openedAtMs)
    }
    const today = Temporal.Now.plainDateISO(ZONE)
    const days = sessions.map(({ openedAtMs }) =>
      Temporal.Instant.fromEpochMilliseconds(openedAtMs).toZonedDateTimeISO(ZONE).toPlainDate(),
    )
    expect(days.map((day) => day.until(today).days)).toEqual([1, 2, 2])

    expect(await bringIn(dataDir)).toEqual([])
    expect(await sessionsSeenBy('qa', ready)).toEqual(sessions)
  }, 300_000)

  it('[SM20] where they cannot come in, one sentence, and nothing fails', async () => {
    const empty = join(dir, 'empty')
    mkdirSync(empty)
    const said = await bringIn(empty)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('could not be brought in; the demo goes on without them. There is nothing in')
  }, 180_000)

  it('[SM20] stopped before it began, it ends without a word', async () => {
    const said: string[] = []
    const say = (sentence: string) => said.push(sentence)
    const waiting = bringInDemoRecordings({ dataDir: join(dir, 'none'), env: ENV, say, waitMs: 600_000 })
    waiting.stop()
    await waiting.done
    expect(said).toEqual([])
  })

  it('[SM20] a session of another day opened at its hour by the clinic’s clock, also over a change of it', () => {
    const plan = { daysAgo: 1, hour: 10, minute: 15 }
    const now = Temporal.Instant.from('2026-03-29T22:30:00Z')
    expect(opensAt(plan, now, ZONE)).toBe('2026-03-29T08:15:00Z')
    expect(opensAt({ ...plan, daysAgo: 2 }, now, ZONE)).toBe('2026-03-28T09:15:00Z')
    expect(opensAt(plan, now, 'America/New_York')).toBe('2026-03-28T14:15:00Z')
  })
})
