// Proves that a hub killed ten times in mid-stream loses nothing it has acknowledged, doubles nothing, goes on with its
// alarms where they were, and that devices and screens see to themselves. Real processes, real time, 20 times as fast.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HUB_STREAM, type RoomId, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import { LOST_HUB_AFTER_MS, MARK_EVERY_MS } from '@chairside/shared/protocol/screens.ts'
import { createRandom } from '@chairside/shared/random.ts'
import type { RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import { expect, test } from 'vitest'
import { createPlayer, type Player } from '../simulator/player.ts'
import { type AckTap, ackTap } from './support/ack-tap.ts'
import { seedClinic } from './support/clinic.ts'
import { createFollower, type Followed, type Silence, signInOverHttp } from './support/follower.ts'
import { type DeadLog, hubProcess, readDeadLog } from './support/hub-process.ts'
import {
  alarmsOf,
  decidedAnew,
  decidedIn,
  decode,
  foldOf,
  raisedIn,
  reportsIn,
} from './support/log-proofs.ts'
import { madeRecording } from './support/made-recording.ts'
import { launchBrowser, openPage, type Sighting, sighted, sightingsOf, watchPage } from './support/page.ts'
import { fileOf, haveRecordings, recording, SUBJECT_2 } from './support/recordings.ts'
import { NURSE, PASSWORD } from './support/test-hub.ts'
import { now, until } from './support/wait.ts'

const SEED = Number(process.env['CHAIRSIDE_SEED'] ?? 7)
const TIMES = 20
const KILLS = 10
/** These times nobody starts the hub again until every screen has noticed. */
const LONG_OUTAGES: ReadonlySet<number> = new Set([3, 6])
/** Wall milliseconds. A screen says that it has lost the hub, and is right again. */
const LOST_WITHIN_MS = 6_000
const RIGHT_WITHIN_MS = 3_000
/** For what has no deadline of its own, on a machine that is busy. */
const PATIENCE_MS = 20_000
/** The number on the tile of heart or pulse rate. */
const RATE = 'section:has(h2[style*="--heart-rate"]) [data-state]'
const NOTICE = 'main ~ div [aria-live="polite"]'
const LOST_WORDS = 'Chairside is not watching: no alarms, nothing recorded here.'

const isCovered = ({ veil = '' }: Sighting['texts']): boolean =>
  veil.includes(LOST_WORDS) && veil.includes('Watch the bedside monitor.')

type Chair = {
  readonly roomId: RoomId
  readonly file: RecordedFile
  readonly tap: AckTap
  readonly player: Player
  readonly epochs: string[]
  followed: Followed
  stream: StreamId
}

const ackedThrough = (tap: AckTap): number => Math.max(0, ...tap.acks.map(({ through }) => through))

/** Every number that a device was told is safe stands in the log exactly once. */
function expectAcknowledged(chair: Chair, lines: readonly string[]): void {
  const numbers = reportsIn(lines).map(({ seq }) => seq)
  expect(new Set(chair.tap.acks.map(({ epoch }) => epoch)).size).toBeLessThanOrEqual(1)
  expect(chair.tap.acks.every(({ recorded }) => recorded)).toBe(true)
  const told = Math.max(ackedThrough(chair.tap), chair.player.status().acknowledged)
  expect(numbers.slice(0, told)).toEqual(Array.from({ length: told }, (_, at) => at + 1))
  expect(numbers).toEqual(numbers.map((_, at) => at + 1))
}

test(`[EE5] killed ${KILLS} times at ${TIMES}×: nothing acknowledged is lost, alarms go on, screens notice and come back (seed ${SEED})`, async () => {
  const random = createRandom(SEED)
  const dataDir = await mkdtemp(join(tmpdir(), 'chairside-kill-'))
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const places = await seedClinic(dataDir, ['Room 1', 'Room 2'])
  const hub = await hubProcess(dataDir, TIMES)
  await hub.start()
  cleanUp.defer(async () => void (await hub.stop()))

  const cookie = await signInOverHttp(hub.url, NURSE, PASSWORD)
  const follower = await createFollower(hub.url, cookie)
  cleanUp.defer(() => follower.close())
  const files = [
    fileOf(madeRecording(SEED, 3_600)),
    haveRecordings ? recording(SUBJECT_2) : fileOf(madeRecording(SEED + 1, 3_600)),
  ]
  const chairs: Chair[] = []
  for (const [at, { roomId, deviceId, token }] of places.entries()) {
    const file = files[at] as RecordedFile
    const tap = await ackTap(hub.port)
    cleanUp.defer(() => tap.close())
    const epochs: string[] = []
    const newEpoch = (): string => {
      epochs.push(`run-${at}-${epochs.length}`)
      return epochs.at(-1) as string
    }
    const player = createPlayer({ url: tap.url, token, deviceId, recording: file, newEpoch })
    cleanUp.defer(() => player.stop())
    await player.connect()
    const opened = await follower.command({
      type: 'session.open',
      roomId,
      patientCode: `REC-${at + 1}`,
      includeHeld: false,
    } as never)
    if (!opened.ok || opened.sessionId === undefined) throw new Error(JSON.stringify(opened))
    const stream = sessionStream(opened.sessionId)
    const followed = await follower.follow(stream)
    chairs.push({ roomId, file, tap, player, epochs, followed, stream })
  }
  const first = chairs[0] as Chair

  const browser = await launchBrowser()
  cleanUp.defer(() => browser.close())
  const page = await openPage(browser, hub.url, `/room/${first.roomId}`, cookie)
  await page.locator(RATE).waitFor({ timeout: PATIENCE_MS })
  await watchPage(page, {
    veil: 'main div[role="alert"]',
    rate: RATE,
    rateState: `${RATE}@data-state`,
    notice: NOTICE,
  })
  const sighting = (what: string, afterMs: number, is: (one: Sighting['texts']) => boolean) =>
    sighted(page, what, afterMs, is, PATIENCE_MS)

  for (const { player } of chairs) player.play().catch(() => undefined)
  const acknowledged = (): number => chairs.reduce((sum, { player }) => sum + player.status().acknowledged, 0)
  const dead: DeadLog[] = []
  let activeAtKills = 0
  let longOutages = 0

  for (let kill = 0; kill < KILLS; kill += 1) {
    const notice = page.locator(`${NOTICE} button`, { hasText: 'OK' })
    if (await notice.isVisible()) {
      await notice.click()
      // What was missed may have been counted in the meantime: that is said, too.
      await until(
        'what the screen said is put away',
        async () => {
          if (!(await notice.isVisible())) return true
          await notice.click()
          return false
        },
        PATIENCE_MS,
      )
    }
    const target = acknowledged() + 30 + Math.floor(random.next() * 90)
    await until(
      'reports are acknowledged',
      () => acknowledged() >= target,
      PATIENCE_MS,
      () => chairs.map(({ player }) => player.status()),
    )
    await sighting(
      'numbers',
      Date.now(),
      ({ veil, rateState }) => veil === undefined && rateState === 'fresh',
    )
    const lostBefore = follower.lost.length
    // Every other time in the instant of an acknowledgement, which the device then never gets: what the hub said must be
    // on its disk, and what the device sends again must not be there twice.
    const killedAtMs = await (kill % 2 === 0
      ? hub.kill()
      : new Promise<number>((resolve, reject) =>
          first.tap.swallowNext(() => hub.kill().then(resolve, reject)),
        ))
    const killedAtMonoMs = now() - (Date.now() - killedAtMs)
    const connections = chairs.map(({ player }) => player.status().connections)
    await until(
      'the players notice',
      () => chairs.every(({ player }) => player.status().link !== 'linked'),
      PATIENCE_MS,
    )

    const log = await readDeadLog(dataDir)
    for (const chair of chairs) {
      const lines = log.get(chair.stream) ?? []
      expectAcknowledged(chair, lines)
      // What a screen has been shown is on the disk, and what was there at the last kill is there unchanged.
      expect(lines.slice(0, chair.followed.lines.length)).toEqual(chair.followed.lines)
      const before = dead.at(-1)?.get(chair.stream) ?? []
      expect(lines.slice(0, before.length)).toEqual(before)
      activeAtKills += alarmsOf(foldOf(lines)).length
    }
    dead.push(log)

    if (LONG_OUTAGES.has(kill)) {
      await sighting('that it has lost the hub', killedAtMs, isCovered)
      await until('the follower has lost the hub', () => follower.lost.length > lostBefore, PATIENCE_MS)
      const { lostAtMs } = follower.lost.at(-1) as Silence
      expect(lostAtMs - killedAtMonoMs).toBeLessThanOrEqual(LOST_WITHIN_MS)
    }
    const readyAtMs = await hub.start()
    await until(
      'the follower is whole again',
      () => follower.greetings() === kill + 2 && follower.isWhole(),
      PATIENCE_MS,
    )
    // The hub's own idea of its alarms, at the record it names, is the fold of the log up to there: nothing has
    // vanished and nothing came anew that the log does not hold.
    for (const chair of chairs) {
      const { session } = await follower.room(chair.roomId)
      const head = session?.head ?? 0
      expect(head).toBeGreaterThan((dead.at(-1)?.get(chair.stream) ?? []).length)
      await until('the follower has got so far', () => chair.followed.lines.length >= head, PATIENCE_MS)
      const fold = foldOf(chair.followed.lines.slice(0, head))
      const listed = session?.alarms ?? []
      expect(
        listed
          .filter(({ latched }) => latched !== true)
          .map(({ alarmId, level, priority }) => ({ alarmId, level, priority }))
          .sort((a, b) => a.alarmId.localeCompare(b.alarmId)),
      ).toEqual(alarmsOf(fold))
      expect(listed.flatMap(({ latched, alarmId }) => (latched === true ? [alarmId] : [])).sort()).toEqual(
        Object.keys(fold.latched).sort(),
      )
    }
    const covered = (await sightingsOf(page)).find(({ atMs, texts }) => atMs > killedAtMs && isCovered(texts))
    if (covered !== undefined) {
      longOutages += 1
      expect(covered.atMs - killedAtMs).toBeLessThanOrEqual(LOST_WITHIN_MS)
      expect(covered.atMs - killedAtMs).toBeGreaterThan(LOST_HUB_AFTER_MS - MARK_EVERY_MS)
      const right = await sighting(
        'that it is back, and what it missed',
        readyAtMs,
        ({ veil, notice = '' }) => veil === undefined && /Back after [\d:]+: /.test(notice),
      )
      expect(right.atMs - readyAtMs).toBeLessThanOrEqual(RIGHT_WITHIN_MS)
      const said = /Back after ([\d:]+): (\d+) records?, (\d+) alarms? while this screen was away/.exec(
        right.texts['notice'] ?? '',
      )
      // At least the record that says that the hub was away.
      expect(Number(said?.[2]), right.texts['notice']).toBeGreaterThanOrEqual(1)
      // Numbers need the monitor as well, which comes back in its own time.
      const before = dead.at(-1)?.get(first.stream)?.length ?? 0
      await until(
        'the monitor is back',
        () => first.followed.records.slice(before).some(({ kind }) => kind === 'vitals'),
        PATIENCE_MS,
      )
      const monitorAtMs = Date.now()
      const fresh = await sighting(
        'a fresh number',
        readyAtMs,
        ({ veil, rateState }) => veil === undefined && rateState === 'fresh',
      )
      expect(fresh.atMs - monitorAtMs).toBeLessThanOrEqual(RIGHT_WITHIN_MS)
    }
    await until(
      'the players have come back by themselves',
      () =>
        chairs.every(
          ({ player }, at) =>
            player.status().link === 'linked' && player.status().connections > (connections[at] as number),
        ),
      PATIENCE_MS,
    )
  }

  expect(longOutages).toBeGreaterThanOrEqual(2)
  expect(follower.lost.length).toBeGreaterThanOrEqual(2)
  expect(follower.lost.every(({ backAtMs, missed = 0 }) => backAtMs !== undefined && missed >= 1)).toBe(true)
  expect(follower.resumes).toEqual([])
  // Alarms were under way when the hub was killed: otherwise nothing of the above was tried.
  expect(activeAtKills).toBeGreaterThanOrEqual(KILLS / 2)
  const target = acknowledged() + 60
  await until('the players go on', () => acknowledged() >= target, PATIENCE_MS)
  for (const { player } of chairs) await player.stop()
  await page.close()
  expect(await hub.stop()).toBe(0)
  // pino's 50 and 60: error and fatal.
  expect(hub.output()).not.toMatch(/"level":[56]0/)

  const log = await readDeadLog(dataDir)
  for (const [stream, lines] of log)
    expect(
      lines.map((line) => decode(line).seq),
      stream,
    ).toEqual(lines.map((_, at) => at + 1))
  const hubRecords = (log.get(HUB_STREAM) ?? []).map(decode)
  expect(hubRecords.filter(({ kind }) => kind === 'hub.started')).toHaveLength(KILLS + 1)
  expect(hubRecords.filter(({ kind }) => kind === 'hub.stopped')).toHaveLength(1)
  for (const chair of chairs) {
    const lines = log.get(chair.stream) ?? []
    const records = lines.map(decode)
    expectAcknowledged(chair, lines)
    for (const [at, before] of dead.entries())
      expect(lines.slice(0, before.get(chair.stream)?.length), `kill ${at + 1}`).toEqual(
        before.get(chair.stream),
      )
    // One numbering, and each number is the measurement of the file that it was: nothing moved, nothing was made up.
    expect(chair.epochs).toHaveLength(1)
    expect(chair.player.status()).toMatchObject({ refused: 0, lost: 0, held: 0 })
    expect(reportsIn(lines)).toHaveLength(chair.player.status().made)
    for (const record of records) {
      if (record.kind !== 'vitals' && record.kind !== 'bloodPressure') continue
      const event = chair.file.events[record.origin.seq - 1]
      if (record.kind === 'vitals')
        expect([event?.kind, record.readings]).toEqual(['vitals', event?.kind === 'vitals' && event.readings])
      else
        expect([event?.kind, record.result]).toEqual([
          'bloodPressure',
          event?.kind === 'bloodPressure' && event.result,
        ])
    }
    expect(records.filter(({ kind }) => kind === 'hub.gap')).toHaveLength(KILLS)
    const raised = raisedIn(records)
    if (chair === first) expect(raised).toBeGreaterThan(KILLS)
    expect(decidedIn(records)).toEqual(decidedAnew(records))
  }
}, 170_000)
