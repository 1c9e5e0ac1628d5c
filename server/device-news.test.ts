// Proves what devices are told: cuff orders, sessions, the pump log, each after it is on disk.
import { describe, expect, test } from 'vitest'
import { changesNothing, eventually, settle } from './testing/hub-fixture.ts'
import { type Ward, ward } from './testing/ward.ts'

const MINUTE = 60_000
async function withSession() {
  const it: Ward = await ward()
  const act = (body: object) => it.press(it.nora, body)
  return Object.assign(it, { act })
}

describe('what devices are told', () => {
  test('[DV28] a cuff order reaches the device once it is on disk, and its answer is recorded with it', async () => {
    await using it = await withSession()
    it.memory.hold()
    const ordered = it.act({ type: 'cuff.order' })
    await settle(50)
    expect(it.monitor.heard.orders).toEqual([])
    it.memory.release()
    expect(await ordered).toMatchObject({ ok: true })
    await eventually('the order', () => it.monitor.heard.orders.length === 1)
    const [order] = it.monitor.heard.orders
    expect(order).toEqual({ deviceId: it.monitor.deviceId, orderId: expect.any(String) })
    await it.monitor.send({ kind: 'cuffStarted', startedAtMs: it.clock.nowMs(), orderId: order.orderId })
    expect(await it.records(it.stream, 'cuff.started')).toMatchObject([{ orderId: order.orderId }])
    expect(await changesNothing(it, () => it.act({ type: 'cuff.order' }))).toMatchObject({
      error: { code: 'state-moved' },
    })
  })

  test('[DV28] the engine’s own order for a repeat reaches it like a person’s, once', async () => {
    await using it = await withSession()
    await it.monitor.cuff(165, 95)
    await eventually('the order', () => it.monitor.heard.orders.length > 0)
    await settle(50)
    const ordered = await it.records(it.stream, 'cuff.ordered')
    expect(ordered).toMatchObject([{ cause: 'repeat', deviceId: it.monitor.deviceId }])
    expect(it.monitor.heard.orders).toEqual([{ deviceId: it.monitor.deviceId, orderId: ordered[0]?.orderId }])
    expect(await it.records(it.stream, 'repeat')).toMatchObject([{ condition: 'bpHigh', event: 'due' }])
    // Nothing of the patient is alarmed before the repeat agrees.
    expect(await it.alarms()).toEqual([])
    it.clock.move(10_000)
    await it.monitor.cuff(166, 96)
    expect(await it.alarms()).toMatchObject([{ condition: 'bpHigh', cause: 'repeatAgreed' }])
  })

  test('[DV29] and when a session opens', async () => {
    await using it = await withSession()
    await it.act({ type: 'session.close' })
    const sessionId = await it.openSession(it.nora)
    await eventually('it is told', () => it.monitor.heard.infusion.at(-1)?.sessionId === sessionId)
    expect(it.monitor.heard.infusion.slice(-2)).toEqual([
      { deviceId: it.monitor.deviceId, rates: [] },
      { deviceId: it.monitor.deviceId, sessionId, rates: [] },
    ])
  })

  test('[DV29] the pump log is told after hello, at each act and at the close', async () => {
    await using it = await withSession()
    const { deviceId, heard } = it.monitor
    const plan = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
    it.clock.move(MINUTE)
    const startedAt = it.clock.nowMs()
    await it.act({ type: 'infusion.start', rateMlPerHr: 52.5, plan })
    it.clock.move(MINUTE)
    await it.act({ type: 'infusion.rate', rateMlPerHr: 30 })
    await it.act({ type: 'infusion.pause' })
    await it.act({ type: 'infusion.stop' })
    await it.act({ type: 'session.close' })
    await eventually('all of it', () => heard.infusion.length === 6)
    expect(heard.infusion.map(({ rates }) => rates.map((one) => one.rateMlPerHr))).toEqual([
      [],
      [52.5],
      [52.5, 30],
      [52.5, 30, 0],
      [52.5, 30, 0, 0],
      [],
    ])
    expect(heard.infusion[1]).toEqual({
      deviceId,
      sessionId: it.sessionId,
      mgPerMl: 1,
      rates: [{ atMs: startedAt, rateMlPerHr: 52.5 }],
    })
    expect(heard.infusion.at(-1)).toEqual({ deviceId, rates: [] })
    expect(JSON.stringify(heard)).not.toContain('K-0417')
  })
})
