// Proves what the device side does when the wire and the hub misbehave, over real sockets against a hub that breaks on
// purpose: nothing acknowledged is sent twice under another number, nothing held is lost, one message at a time.
import type { DeviceId } from '@chairside/shared/ids.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { RefusedReport } from '@chairside/shared/protocol/devices.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clockOfHub } from '../clock/device-clock.ts'
import type { ReportBody } from '../spool.ts'
import type { SocketDevice, SocketDeviceOptions } from './device-port.ts'
import { type FakeHub, type FakeHubSettings, startFakeHub } from './fake-hub.ts'
import { createSocketDevice } from './socket-device.ts'

const ID = 'dev-1' as DeviceId
const clock = createSteppedClock(1_732_190_400_000)
const hubs: FakeHub[] = []
const devices: SocketDevice[] = []
const hub = async (settings: Partial<FakeHubSettings> = {}): Promise<FakeHub> => {
  const started = await startFakeHub({ nowMs: clock.nowMs, ...settings })
  hubs.push(started)
  return started
}
const refusedReports: RefusedReport[] = []
const refusedForGood: Refusal[] = []
const device = (url: string, options: Partial<SocketDeviceOptions> = {}): SocketDevice => {
  let epochs = 0
  const made = createSocketDevice({
    url,
    token: 'token',
    devices: [{ deviceId: ID, signals: ['heartRate'], kind: 'simulated' }],
    clock: clockOfHub(clock),
    newEpoch: () => {
      epochs += 1
      return `e${epochs}`
    },
    on: {
      refused: (report) => refusedReports.push(report),
      refusedForGood: (why) => refusedForGood.push(why),
    },
    ...options,
  })
  devices.push(made)
  made.start()
  return made
}
let made = 0
const measure = (one: SocketDevice, count = 1) => {
  for (let i = 0; i < count; i += 1) {
    made += 1
    const body: ReportBody = {
      kind: 'vitals',
      measuredAtMs: epochMs(clock.nowMs()),
      readings: { heartRate: { status: 'measured', value: 60 + (made % 60) } },
    }
    one.report(ID, body)
  }
}
const linked = (one: SocketDevice, to?: FakeHub) =>
  vi.waitFor(() => {
    expect(one.status().link).toBe('linked')
    expect(to === undefined || to.hellos.length > 0).toBe(true)
  }, 5_000)
const keys = (one: FakeHub) => one.disk.reports.map((report) => `${report.epoch}:${report.seq}`)
const upTo = (epoch: string, count: number) => Array.from({ length: count }, (_, i) => `${epoch}:${i + 1}`)

afterEach(async () => {
  for (const one of devices.splice(0)) await one.stop()
  for (const one of hubs.splice(0)) await one.die()
  refusedReports.length = 0
  refusedForGood.length = 0
})

describe('a device connection', () => {
  it('[PL8] says hello, then sends one message at a time until everything is dealt with', async () => {
    const one = await hub()
    const dev = device(one.url)
    measure(dev, 1_300)
    await linked(dev)
    measure(dev, 5)
    await dev.idle()
    expect(one.hellos).toHaveLength(1)
    expect(one.hellos[0]?.devices).toEqual([
      { deviceId: ID, epoch: 'e1', signals: ['heartRate'], kind: 'simulated' },
    ])
    expect(keys(one)).toEqual(upTo('e1', 1_305))
    expect(one.mostAtOnce()).toBe(1)
    expect(Math.max(...one.messages.map((message) => message.reports.length))).toBe(500)
    expect(dev.status()).toMatchObject({ made: 1_305, acknowledged: 1_305, held: 0, recorded: true })
  })

  it('[PL8] a hub that dies between commit and answer: nothing twice, nothing lost', async () => {
    const first = await hub()
    const dev = device(first.url)
    await linked(dev)
    first.dieAfterCommit()
    measure(dev, 3)
    await vi.waitFor(() => expect(dev.status().link).toBe('lost'))
    measure(dev, 4)
    await first.die()
    expect(first.disk.reports.length).toBeGreaterThan(0)
    const second = await hub({ port: first.port, disk: first.disk })
    await linked(dev, second)
    await dev.idle()
    expect(keys(second)).toEqual(upTo('e1', 7))
    expect(dev.status()).toMatchObject({ acknowledged: 7, held: 0 })
  })

  it('[PL8] a message that was lost before the hub took it is sent again after the reconnect', async () => {
    const first = await hub()
    const dev = device(first.url)
    await linked(dev)
    first.onMessage(() => 'die')
    measure(dev, 3)
    await vi.waitFor(() => expect(dev.status().link).toBe('lost'))
    await first.die()
    const second = await hub({ port: first.port, disk: first.disk })
    await linked(dev, second)
    await dev.idle()
    expect(keys(second)).toEqual(upTo('e1', 3))
  })

  it('[PL8] an answer that never comes: it connects anew and asks how far the hub has come', async () => {
    const one = await hub()
    const dev = device(one.url, { answerMs: 200 })
    await linked(dev)
    let silent = true
    one.onMessage(() => {
      if (!silent) return undefined
      silent = false
      return 'silent'
    })
    measure(dev, 2)
    await vi.waitFor(() => expect(one.hellos).toHaveLength(2), 5_000)
    await dev.idle()
    expect(keys(one)).toEqual(upTo('e1', 2))
  })

  it('[PL8] ten deaths in a row: every report is in the log once, in order', async () => {
    let current = await hub()
    const dev = device(current.url)
    for (let death = 0; death < 10; death += 1) {
      await linked(dev, current)
      measure(dev, 20)
      if (death % 2 === 0) current.dieAfterCommit()
      measure(dev, 20)
      await current.die()
      measure(dev, 5)
      current = await hub({ port: current.port, disk: current.disk })
    }
    await linked(dev, current)
    await dev.idle()
    expect(keys(current)).toEqual(upTo('e1', 450))
  }, 30_000)

  it('[PL8] a repeat that the hub already had counts as dealt with', async () => {
    const one = await hub()
    one.disk.cursors.set(`${ID}/e1`, 0)
    const dev = device(one.url)
    await linked(dev)
    measure(dev, 2)
    await dev.idle()
    expect(dev.status().acknowledged).toBe(2)
  })

  it('[PL9] a report refused for good is counted through, reported, and not sent again', async () => {
    const one = await hub()
    one.refuseReport((report) =>
      report.seq === 2
        ? { code: 'implausible-value', message: 'no', field: 'readings.heartRate.value' }
        : undefined,
    )
    const dev = device(one.url)
    measure(dev, 3)
    await linked(dev)
    await dev.idle()
    expect(keys(one)).toEqual(['e1:1', 'e1:3'])
    expect(refusedReports).toMatchObject([{ seq: 2, code: 'implausible-value' }])
    expect(dev.status()).toMatchObject({ refused: 1, acknowledged: 3, held: 0 })
  })

  it('[PL9] a transient refusal of the message is obeyed: the same reports come again, not before the time given', async () => {
    const one = await hub()
    let refusals = 0
    let lastAt = 0
    const waited: number[] = []
    one.onMessage(() => {
      if (refusals > 0) waited.push(performance.now() - lastAt)
      lastAt = performance.now()
      refusals += 1
      return refusals <= 2
        ? { ok: false, error: { code: 'storage-failed', message: 'disk' }, retryAfterMs: 120 }
        : undefined
    })
    const dev = device(one.url)
    measure(dev, 3)
    await linked(dev)
    await dev.idle()
    expect(keys(one)).toEqual(upTo('e1', 3))
    expect(waited).toHaveLength(2)
    for (const ms of waited) expect(ms).toBeGreaterThanOrEqual(115)
  })

  it('[PL9] a hub that waits for a number this device no longer has is given a new epoch', async () => {
    const one = await hub()
    const dev = device(one.url)
    measure(dev, 5)
    await linked(dev)
    await dev.idle()
    // The hub forgets what it acknowledged (a restored backup).
    one.disk.cursors.set(`${ID}/e1`, 2)
    measure(dev, 2)
    await dev.idle()
    expect(keys(one)).toEqual([...upTo('e1', 5), 'e2:1', 'e2:2'])
  })

  it('[PL9] an epoch whose numbers the hub already has from another run is left for a new one', async () => {
    const one = await hub()
    one.disk.cursors.set(`${ID}/e1`, 1_000)
    const dev = device(one.url)
    measure(dev, 2)
    await linked(dev)
    await dev.idle()
    expect(keys(one)).toEqual(['e2:1', 'e2:2'])
  })

  it('[PL9] one report in a message that the hub cannot read is found by halves and dropped; the rest arrives', async () => {
    const one = await hub()
    one.onMessage((reports) =>
      reports.some((report) => report.kind === 'vitals' && report.measuredAtMs === 13)
        ? { ok: false, error: { code: 'malformed', message: 'reports.3' } }
        : undefined,
    )
    const dev = device(one.url)
    measure(dev, 5)
    dev.report(ID, { kind: 'vitals', measuredAtMs: epochMs(13), readings: {} })
    measure(dev, 5)
    await linked(dev)
    await dev.idle()
    expect(one.disk.reports).toHaveLength(10)
    expect(dev.status()).toMatchObject({ refused: 1, held: 0 })
    expect(refusedReports).toMatchObject([{ code: 'malformed' }])
  })

  it('[PL9] a new incarnation that knows nothing gets what was not acknowledged, under the same epoch', async () => {
    const first = await hub()
    const dev = device(first.url)
    measure(dev, 3)
    await linked(dev)
    await dev.idle()
    await first.die()
    measure(dev, 2)
    const second = await hub({ port: first.port, incarnation: 'inc-2' })
    await linked(dev, second)
    await dev.idle()
    expect(keys(second)).toEqual(['e1:4', 'e1:5'])
  })

  it.each(['token-unknown', 'token-revoked', 'protocol-version'] as const)(
    '[PL10] refused at the door with %s, it says so and does not try again',
    async (code) => {
      const one = await hub()
      one.refuseDoor({ code, message: 'This token is not known.' })
      const dev = device(one.url)
      await vi.waitFor(() => expect(refusedForGood).toMatchObject([{ code }]), 5_000)
      expect(dev.status()).toMatchObject({ link: 'refused', connections: 0 })
    },
  )

  it('[PL10] superseded by another connection it stops, instead of the two taking turns', async () => {
    const one = await hub()
    const dev = device(one.url)
    await linked(dev)
    one.closing({ code: 'device-superseded', message: 'Another connection has taken over.' })
    await vi.waitFor(() => expect(dev.status().link).toBe('refused'))
    expect(refusedForGood).toMatchObject([{ code: 'device-superseded' }])
  })

  it('[PL10] a hub that is stopping or not there yet is tried again for ever', async () => {
    const one = await hub()
    one.refuseHello({ code: 'hub-stopping', message: 'stopping' })
    const dev = device(one.url)
    await vi.waitFor(() => expect(dev.status().link).toBe('lost'), 5_000)
    one.refuseHello(undefined)
    await linked(dev)
    expect(refusedForGood).toEqual([])
  })

  it('[SM8] a pulled cable keeps what is made and sends it when it is back; orders and pump log come through', async () => {
    const one = await hub()
    const orders: string[] = []
    const rates: number[] = []
    const dev = device(one.url, {
      on: {
        cuffOrder: ({ orderId }) => orders.push(orderId),
        infusion: (state) => rates.push(...state.rates.map((rate) => rate.rateMlPerHr)),
      },
    })
    await linked(dev)
    one.order(ID, 'o-1')
    one.infusion({ deviceId: ID, rates: [{ atMs: clock.nowMs(), rateMlPerHr: 52.5 }] })
    await vi.waitFor(() => expect([orders, rates]).toEqual([['o-1'], [52.5]]))
    dev.cut()
    measure(dev, 3)
    await dev.idle()
    expect(keys(one)).toEqual([])
    expect(dev.status()).toMatchObject({ link: 'cut', held: 3 })
    dev.restore()
    await linked(dev)
    await dev.idle()
    expect(keys(one)).toEqual(upTo('e1', 3))
  })

  it('[SM8] it leaves with what it holds and a bye', async () => {
    const one = await hub()
    const dev = device(one.url)
    await linked(dev)
    measure(dev, 700)
    await dev.stop(5_000)
    expect(keys(one)).toEqual(upTo('e1', 700))
    expect(one.byes).toEqual([[ID]])
  })
})
