// Proves that a nurse can work at the chair in a real browser, and that a screen that lost the hub says so and is right again.
import { AxeBuilder } from '@axe-core/playwright'
import type { DeviceId } from '@chairside/shared/ids.ts'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser,
  complaintsOf,
  createStage,
  NURSE,
  openBrowser,
  type Page,
  PHYSICIAN,
  type Stage,
  signIn,
} from './stage.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

/** A monitor as the protocol knows it, driven by the test. */
async function monitor(stage: Stage, door: { deviceId: DeviceId; token: string }) {
  const socket: Socket = io(`${stage.url}/devices`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { protocol: 1, token: door.token },
  })
  const orders: unknown[] = []
  socket.on('cuff:order', (order) => orders.push(order))
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
  await socket.emitWithAck('hello', {
    sentAtMs: stage.clock.nowMs(),
    devices: [
      {
        deviceId: door.deviceId,
        epoch: 'e1',
        signals: ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'],
        takesCuffOrders: true,
      },
    ],
  })
  let seq = 0
  const send = (report: object) => {
    seq += 1
    return socket.emitWithAck('report', {
      sentAtMs: stage.clock.nowMs(),
      reports: [{ deviceId: door.deviceId, epoch: 'e1', seq, ...report }],
    })
  }
  return {
    orders,
    vitals: (heartRate: number, spo2: number) =>
      send({
        kind: 'vitals',
        measuredAtMs: stage.clock.nowMs(),
        readings: {
          heartRate: { status: 'measured', value: heartRate },
          pulseRate: { status: 'measured', value: heartRate },
          spo2: { status: 'measured', value: spo2 },
        },
      }),
    cuff: (systolic: number, diastolic: number) =>
      send({
        kind: 'bloodPressure',
        measuredAtMs: stage.clock.nowMs(),
        result: { status: 'measured', systolic, diastolic },
      }),
    end: () => socket.disconnect(),
  }
}

async function seriousOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

describe('a nurse at the chair', () => {
  test('[UI40] signs in, opens a session, records the pump, sees why it alarms, acknowledges by name, closes it after one question', async () => {
    await using stage = await createStage()
    const door = await stage.addDevice('room-1' as never, 'simulated', 'Bedside monitor')
    const bedside = await monitor(stage, door)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await signIn(page, stage.url, NURSE)
    expect(await seriousOf(page)).toEqual([])

    await bedside.vitals(72, 97)
    await page
      .getByRole('link', { name: /Room 1/ })
      .first()
      .click()
    await page.getByText('NOT RECORDED · NO ALARMS').waitFor()
    await page.getByLabel(/patient code/i).fill('K-0417')
    await page.getByRole('button', { name: 'Open session' }).click()
    await page.getByText('K-0417').first().waitFor()
    expect(await page.getByText('NOT RECORDED · NO ALARMS').count()).toBe(0)
    await page.getByText('SIMULATED').first().waitFor()
    expect(await seriousOf(page)).toEqual([])

    await page.getByRole('button', { name: /start/i }).first().click()
    await page.getByRole('dialog').getByLabel(/dose/i).fill('35')
    await page
      .getByRole('dialog')
      .getByLabel(/volume/i)
      .fill('35')
    await page
      .getByLabel(/minutes|over/i)
      .first()
      .fill('40')
    await page.getByRole('dialog').getByLabel(/rate/i).first().fill('52.5')
    await page
      .getByRole('button', { name: /record/i })
      .first()
      .click()
    await page.getByText('Infusing').first().waitFor()

    stage.clock.move(20_000)
    await bedside.vitals(74, 97)
    await bedside.cuff(182, 104)
    await page.getByText('SBP 182 ≥ 180').first().waitFor()
    await page.getByText('!!!').first().waitFor()
    // The edge of the bar and of the tile flash as one (UI28), although they came at different moments.
    const phases = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => (effect as KeyframeEffect).target?.getAttribute('data-flash') === 'high')
        .map(({ effect }) => effect?.getComputedTiming().progress),
    )
    expect(phases.length).toBeGreaterThan(1)
    expect(new Set(phases).size).toBe(1)
    // The hub may have ordered one by itself: a first reading at this level asks for a repeat.
    const before = bedside.orders.length
    await page.getByRole('button', { name: /Repeat cuff/ }).click()
    await expect.poll(() => bedside.orders.length).toBe(before + 1)
    await page
      .getByRole('listitem')
      .filter({ hasText: 'SBP 182 ≥ 180' })
      .getByRole('button', { name: /Acknowledge/ })
      .click()
    await page
      .getByText(/Acknowledged.*R\. Osei/i)
      .first()
      .waitFor()
    expect(await seriousOf(page)).toEqual([])

    await page
      .getByRole('button', { name: /Close session/ })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('button', { name: /close/i }).last().click()
    await page
      .getByText(/NOT RECORDED/)
      .first()
      .waitFor()
    expect(complaints).toEqual([])
    bedside.end()
    await context.close()
  })

  test('[UI41] a screen that loses the hub says so within 6 s, and is right again within 3 s of its return, saying what it missed', async () => {
    const first = await createStage()
    const door = await first.addDevice('room-1' as never, 'simulated')
    const bedside = await monitor(first, door)
    await bedside.vitals(72, 97)
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, first.url, PHYSICIAN)
    await page.goto(`${first.url}/room/room-1`)
    await page.getByLabel(/patient code/i).fill('K-0418')
    await page.getByRole('button', { name: 'Open session' }).click()
    await page.getByText('K-0418').first().waitFor()
    await bedside.cuff(150, 90)
    await page.getByText('150').first().waitFor()

    const lostAt = performance.now()
    bedside.end()
    const log = await first.crash()
    await page
      .getByText(/Chairside is not watching/)
      .first()
      .waitFor({ timeout: 6_000 })
    expect(performance.now() - lostAt).toBeLessThan(6_000)

    first.clock.move(30_000)
    await using again = await createStage({ log, store: first.store, clock: first.clock, port: first.port })
    const backAt = performance.now()
    await page
      .getByText(/Chairside is not watching/)
      .first()
      .waitFor({ state: 'hidden', timeout: 10_000 })
    await page
      .getByText(/Back after/)
      .first()
      .waitFor()
    expect(performance.now() - backAt).toBeLessThan(3_000)
    expect(again.hub.registry.openActors()).toHaveLength(1)
    await page.getByText('150').first().waitFor()
    await context.close()
  })
})
