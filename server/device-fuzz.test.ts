// Proves that a device's reports count exactly once, whatever the disk, the line, the sessions and the hub itself do.
import type { SessionId } from '@chairside/shared/ids.ts'
import { createRandom } from '@chairside/shared/random.ts'
import { LONG, RUNS } from '@chairside/shared/testing/runs.ts'
import { expect, test } from 'vitest'
import {
  type HubFixture,
  hubFixture,
  settle,
  type TestDevice,
  type TestScreen,
  vitalsReport,
} from './testing/hub-fixture.ts'

const HISTORIES = LONG ? Math.min(RUNS, 200) : 40
const STEPS = LONG ? 120 : 50

type Report = { readonly id: number; seq: number; readonly body: object }

async function history(seed: string): Promise<void> {
  const random = createRandom(seed)
  const some = (most: number) => 1 + Math.floor(random.next() * most)
  let it: HubFixture = await hubFixture()
  const nurseOf = (): Promise<TestScreen> => it.screen('Nora Nurse')
  let nurse = await nurseOf()
  let device: TestDevice = await it.device()
  let greeted = (await device.hello()).ok
  const clock = it.clock
  let made = 0
  let epoch = 1
  let lastSeq = 0
  /** Which report each name was given to; one that had to be renumbered has had several. */
  const named = new Map<string, number>()
  const name = (report: Report): Report => {
    lastSeq += 1
    report.seq = lastSeq
    named.set(`e${epoch}|${lastSeq}`, report.id)
    return report
  }
  let spool: Report[] = []
  /** What the hub has said of each report: recorded, or dealt with and not recorded. */
  const told = new Map<number, boolean>()
  const sent = new Map<number, number>()
  const pending: Promise<unknown>[] = []

  const make = (): void => {
    for (let count = some(4); count > 0; count -= 1) {
      made += 1
      const value = random.chance(0.1) ? 0 : 90 + (made % 9)
      spool.push(
        name({
          id: made,
          seq: 0,
          body: vitalsReport({ spo2: value }, clock.nowMs() - (random.chance(0.2) ? 40_000 : 0)),
        }),
      )
    }
  }
  /** An answer says of what it was asked for whether it is recorded; what it counts besides was taken before, in its own way. */
  const drop = (through: number, recorded: boolean | undefined, asked: readonly Report[] = []): void => {
    for (const { seq, id } of asked) if (seq <= through && recorded !== undefined) told.set(id, recorded)
    spool = spool.filter(({ seq }) => seq > through)
  }
  const hello = async (): Promise<void> => {
    greeted = false
    const answer = await device.hello()
    if (!answer.ok) return
    greeted = true
    // Whether it was recorded is not said here; the logs will tell.
    drop(answer.devices[0]?.acceptedThrough ?? 0, undefined)
  }
  const renumber = (): void => {
    epoch += 1
    lastSeq = 0
    device.epoch = `e${epoch}`
    spool = spool.map(name)
  }
  const send = async (): Promise<void> => {
    if (!device.socket.connected || !greeted || spool.length === 0) return
    const mine = device
    const message = spool.slice(0, some(6))
    mine.nextSeq = message[0]?.seq ?? 1
    for (const { id } of message) sent.set(id, (sent.get(id) ?? 0) + 1)
    const ack = await mine.send(...message.map(({ body }) => body))
    if (mine !== device) return
    if (ack.ok) {
      for (const { through, recorded } of ack.accepted) drop(through, recorded, message)
      for (const { seq } of ack.refused) told.delete(named.get(`${mine.epoch}|${seq}`) ?? 0)
      // The hub waits for a number that was dealt with, forgotten in a crash, and is gone here.
      if (ack.refused.some(({ code, seq }) => code === 'sequence-gap' && seq === spool[0]?.seq)) renumber()
    } else if (ack.error.code === 'hello-first') await hello()
  }
  /** What may wait for a commit is not waited for here; the line may break before it is answered. */
  const begin = (work: Promise<unknown>): void => {
    pending.push(work.catch(() => undefined))
  }
  const reconnect = async (): Promise<void> => {
    device.socket.disconnect()
    device = await it.again(device)
    greeted = false
    begin(hello())
  }
  const toggle = async (): Promise<void> => {
    const open = it.hub.registry.room(it.roomId)?.actor()
    if (open === undefined) begin(it.openSession(nurse, it.roomId, { includeHeld: random.chance(0.5) }))
    else
      begin(
        nurse.command(
          { type: 'session.close', sessionId: open.sessionId as SessionId },
          { basedOnSeq: open.head() },
        ),
      )
  }
  let crashed = false
  const crash = async (): Promise<void> => {
    crashed = true
    it.memory.release()
    await settle(10)
    const log = await it.crash()
    it = await hubFixture({ log, clock: clock as never, store: it.store })
    nurse = await nurseOf()
    device = await it.again(device)
    await hello()
  }
  const acts: readonly [number, () => unknown][] = [
    [25, make],
    [30, () => begin(send())],
    [6, reconnect],
    [8, toggle],
    [6, () => it.memory.hold()],
    [10, () => it.memory.releaseOne()],
    [8, () => it.memory.release()],
    [6, () => it.memory.failNext('io')],
    [10, () => it.clock.move(some(3_000))],
    [1, crash],
  ]
  const total = acts.reduce((sum, [weight]) => sum + weight, 0)
  for (let step = 0; step < STEPS; step += 1) {
    let at = random.next() * total
    for (const [weight, act] of acts) {
      at -= weight
      if (at >= 0) continue
      await act()
      break
    }
    await settle(some(6))
  }
  it.memory.release()
  it.memory.setDisk({ state: 'ok' })
  await Promise.all(pending)
  for (let round = 0; round < 200 && (spool.length > 0 || !greeted); round += 1) {
    if (!device.socket.connected) device = await it.again(device)
    if (!greeted) await hello()
    await send()
    it.clock.move(1_000)
    await settle(3)
  }
  expect(spool, `seed ${seed}`).toEqual([])

  const places = new Map<number, string[]>()
  for (const [stream, lines] of Object.entries(await it.everything())) {
    const records = lines.map((line) => JSON.parse(line))
    const numbers = records.map(({ seq }) => seq)
    if (stream !== 'hub') expect(numbers, `seed ${seed}, ${stream}`).toEqual(numbers.map((_, at) => at + 1))
    for (const { origin } of records) {
      if (origin === undefined) continue
      const id = named.get(`${origin.epoch}|${origin.seq}`) ?? 0
      places.set(id, [...(places.get(id) ?? []), stream])
    }
  }
  for (let id = 1; id <= made; id += 1) {
    const where = places.get(id) ?? []
    // What was refused outside a session is known by the hub's memory alone; a crash may make it say so again.
    const once = crashed ? where.filter((stream) => stream !== 'suite') : where
    expect(once.length, `seed ${seed}, report ${id} in ${where}`).toBeLessThanOrEqual(1)
    // One that was sent before may have been dealt with then: refused, or held in a room without a session.
    if (told.get(id) === true && sent.get(id) === 1)
      expect(where[0] ?? 'nowhere', `seed ${seed}, report ${id}`).toMatch(/^session:/)
  }
  const disk = /refused a write|could not be begun/
  expect(
    it.errors.filter(({ msg }) => !disk.test(msg)),
    `seed ${seed}`,
  ).toEqual([])
  await it[Symbol.asyncDispose]()
}

test(`[DV9] exactly once, whatever breaks (${HISTORIES} histories)`, async () => {
  for (let seed = 0; seed < HISTORIES; seed += 1) await history(`device-${seed}`)
}, 1_800_000)
