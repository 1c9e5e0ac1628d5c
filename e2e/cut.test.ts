// Proves what a real screen shows when a monitor falls silent: numbers age and go, the alarm stays. Hub time stands still
// until the test moves it; marks go on in real time, so the screen knows that the hub is there and that time is passing.
import { type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { expect, test } from 'vitest'
import { createSocketDevice } from '../simulator/adapters/socket-device.ts'
import { clockOfHub } from '../simulator/clock/device-clock.ts'
import { createFollower, signInOverHttp } from './support/follower.ts'
import { launchBrowser, openPage, type Sighting, sighted, sightingsOf, watchPage } from './support/page.ts'
import { NURSE, PASSWORD, steppedHub } from './support/test-hub.ts'
import { until } from './support/wait.ts'

const PATIENCE_MS = 20_000
const TILE = 'section:has(h2[style*="--spo2"])'

/** A length of time as it stands on the glass, in seconds; undefined where there is none. */
const secondsIn = (text = ''): number | undefined => {
  const [, minutes, seconds] = /(\d+):(\d\d)/.exec(text) ?? []
  return minutes === undefined ? undefined : Number(minutes) * 60 + Number(seconds)
}

test('[EE6] a monitor is cut: its number ages, reads "––" at 10 s and "No live data 0:15" at 15 s, and the alarm does not end', async () => {
  await using hub = await steppedHub(['Room 1'])
  await using cleanUp = new AsyncDisposableStack()
  const { clock, url, rooms } = hub
  const [roomId] = rooms
  if (roomId === undefined) throw new Error('no room')
  const { deviceId, token } = await hub.addDevice('Monitor 1', 'simulated', roomId)
  const device = createSocketDevice({
    url,
    token,
    devices: [{ deviceId, signals: ['pulseRate', 'spo2', 'bloodPressure'] }],
    clock: clockOfHub(clock),
    newEpoch: () => 'run-1',
  })
  cleanUp.defer(() => device.stop())
  device.start()
  await until('the device is linked', () => device.status().link === 'linked', PATIENCE_MS)

  const cookie = await signInOverHttp(url, NURSE, PASSWORD)
  const follower = await createFollower(url, cookie)
  cleanUp.defer(() => follower.close())
  const opened = await follower.command({
    type: 'session.open',
    roomId,
    patientCode: 'K-0417',
    includeHeld: false,
  })
  if (!opened.ok || opened.sessionId === undefined) throw new Error(JSON.stringify(opened))
  const stream: StreamId = sessionStream(opened.sessionId)
  const followed = await follower.follow(stream)
  const all = () => followed.records.filter((record): record is RecordOf<'alarm'> => record.kind === 'alarm')
  /** The patient's. Beside them the technical ones come and go: leaps of hub time are longer than any screen paints. */
  const alarms = () => all().filter(({ limit }) => limit !== undefined)
  const noData = () => all().filter(({ condition }) => condition === 'noLiveData')

  const browser = await launchBrowser()
  cleanUp.defer(() => browser.close())
  const page = await openPage(browser, url, `/room/${roomId}`, cookie)
  await page.locator(`${TILE} [data-state]`).waitFor({ timeout: PATIENCE_MS })
  await watchPage(page, {
    number: `${TILE} [data-state]`,
    state: `${TILE} [data-state]@data-state`,
    age: `${TILE} header span`,
    note: `${TILE} p`,
    tile: TILE,
    alarms: 'section[aria-label="Alarms"] ul',
    veil: 'main div[role="alert"]',
  })
  const shows = (what: string, is: (texts: Sighting['texts']) => boolean) =>
    sighted(page, what, Date.now(), is, PATIENCE_MS)
  const second = async (spo2: number): Promise<void> => {
    clock.move(1_000)
    device.report(deviceId, {
      kind: 'vitals',
      measuredAtMs: clock.nowMs(),
      readings: {
        spo2: { status: 'measured', value: spo2 },
        pulseRate: { status: 'measured', value: 72 },
      },
    })
    await device.idle()
  }

  // A cuff reading and a saturation that both alarm, HIGH.
  device.report(deviceId, {
    kind: 'bloodPressure',
    measuredAtMs: clock.nowMs(),
    result: { status: 'measured', systolic: 190, diastolic: 100, mean: 130 },
  })
  for (let at = 0; at <= 12; at += 1) await second(83)
  const bothAlarm = ({ alarms: bar = '' }: Sighting['texts']): boolean =>
    bar.includes('SpO₂') && bar.includes('SBP 190')
  await shows(
    'a fresh 83 and two alarms',
    (texts) => texts['state'] === 'fresh' && texts['number'] === '83' && bothAlarm(texts),
  )
  const raised = alarms().map(({ condition, transition }) => `${condition} ${transition}`)
  expect(raised).toEqual(['bpHigh raised', 'spo2Low raised'])

  /** Silence from `lastMs` on, seen at 7, 10 and 15 s and after ten minutes. */
  const silence = async (connected: boolean): Promise<void> => {
    const lastMs = clock.nowMs()
    const beganMs = Date.now()
    clock.moveTo(lastMs + 7_000)
    const ageing = await shows(
      'an ageing number',
      ({ state, age }) => state === 'ageing' && (secondsIn(age) ?? 0) >= 7,
    )
    expect(ageing.texts).toMatchObject({ number: '83' })
    expect(secondsIn(ageing.texts['age'])).toBeLessThan(10)
    clock.moveTo(lastMs + 10_000)
    const gone = await shows('no number', ({ number }) => number === '––')
    expect(gone.texts).toMatchObject({ state: 'none', note: expect.stringContaining('No fresh value 0:1') })
    clock.moveTo(lastMs + 15_000)
    const dead = await shows('"No live data"', ({ note = '' }) => note.startsWith('No live data'))
    expect(dead.texts['number']).toBe('––')
    // The screen's own idea of hub time may be a second or so ahead by the time it draws.
    expect(dead.texts['note']).toMatch(/^No live data 0:1[5-7]/)
    expect(dead.texts['tile']?.includes('monitor not connected')).toBe(!connected)
    const seen = (await sightingsOf(page)).filter(({ atMs }) => atMs >= beganMs)
    for (const { texts } of seen) {
      expect(bothAlarm(texts), texts['alarms']).toBe(true)
      expect(texts['veil']).toBeUndefined()
      // No number outlives its ten seconds, and none goes before.
      if (texts['state'] !== 'none') expect(secondsIn(texts['age']) ?? 0).toBeLessThan(10)
      else expect(secondsIn(texts['note'])).toBeGreaterThanOrEqual(10)
      if (texts['note']?.startsWith('No live data'))
        expect(secondsIn(texts['note'])).toBeGreaterThanOrEqual(15)
    }
    for (let minute = 1; minute <= 10; minute += 1) clock.move(60_000)
    const late = await shows('ten minutes of silence', ({ note }) => (secondsIn(note) ?? 0) >= 615)
    expect(late.texts['number']).toBe('––')
    expect(bothAlarm(late.texts)).toBe(true)
    expect(alarms()).toHaveLength(2)
    // Nothing but the silence is said: MEDIUM, at 15 s.
    expect(noData().at(-1)).toMatchObject({
      transition: 'raised',
      priority: 'medium',
      dueAtMs: lastMs + 15_000,
    })
  }

  // The monitor says nothing more; its adapter is still connected.
  await silence(true)
  // Marks go on in real time: the hub is there, whatever the monitor does.
  await expect.poll(() => follower.marks.length, { timeout: PATIENCE_MS }).toBeGreaterThan(3)
  expect(device.status().link).toBe('linked')

  // It speaks again: a fresh number at once, and the alarm ends only after it has settled and stayed in clear.
  await second(83)
  await shows(
    'a fresh number again',
    (texts) => texts['state'] === 'fresh' && texts['number'] === '83' && bothAlarm(texts),
  )
  expect(alarms()).toHaveLength(2)
  expect(noData().at(-1)).toMatchObject({ transition: 'ended', endedBy: 'restored' })

  // The cable is pulled.
  const detached = () => followed.records.filter(({ kind }) => kind === 'device.detached')
  const before = detached().length
  device.cut()
  await until('the hub has noticed', () => detached().length > before, PATIENCE_MS)
  await silence(false)
  expect(detached().slice(before)).toMatchObject([{ reason: 'lost' }])

  device.restore()
  await until('the device is back', () => device.status().link === 'linked', PATIENCE_MS)
  // Ten seconds settle, ten are in clear.
  for (let at = 0; at < 20; at += 1) {
    await second(97)
    expect(alarms()).toHaveLength(2)
  }
  await second(97)
  await until('the end of the alarm', () => alarms().length === 3, PATIENCE_MS)
  expect(alarms().at(-1)).toMatchObject({ condition: 'spo2Low', transition: 'ended', endedBy: 'measurement' })
  await shows(
    'the other alarm, and after it the one that is over',
    ({ number, alarms: bar = '' }) => number === '97' && /SBP 190 .*SpO₂ 83 < 85over since/.test(bar),
  )
  // It was HIGH and nobody has acknowledged it: it stays in sight behind the one that holds until somebody does.
  await expect
    .poll(() => Object.values(followed.state.latched).map(({ alarm }) => alarm.condition))
    .toEqual(['spo2Low'])
}, 110_000)
