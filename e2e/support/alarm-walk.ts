// Owns a walk through every state an alarm can be seen in, on a real chair, station, second chair and physician's screen, one
// after the other in one invented morning; whoever calls looks. Nothing in it is from a person.
import type { Browser } from 'playwright-core'
import { NURSE, PHYSICIAN } from '../stage.ts'
import { createPerson } from './bedside.ts'
import { escapeDialog } from './keyboard.ts'
import { hearTone, type Seen, says, sounds } from './screens.ts'
import {
  askQuiet,
  atChair,
  atStation,
  BACKUP,
  CALM,
  createScene,
  ownScreen,
  type Patient,
  type Scene,
  STATION_NURSE,
} from './suite-scene.ts'
import { until } from './wait.ts'

export type Walked = {
  readonly scene: Scene
  readonly one: Patient
  readonly chair: Seen
  readonly beside: Seen
  readonly station: Seen
}
/** A state as it stands: its name, and the screens that have something to say of it. */
export type Look = (state: string, screens: readonly Seen[]) => Promise<void>

const MINUTE = 60

/** The morning before: a calm quarter of an hour with a reading each five minutes. */
async function morning(scene: Scene, patients: readonly Patient[]): Promise<void> {
  for (let minute = 1; minute <= 15; minute += 1) {
    for (const patient of patients) {
      scene.shows(patient, { heartRate: 72 + (minute % 4), spo2: 97 })
      if (minute % 5 === 2) await scene.cuff(patient, 128 + minute, 78 + Math.floor(minute / 3))
    }
    await scene.goOn(MINUTE)
  }
}

/** Whatever may still be acknowledged in the bar. */
async function acknowledgeAll(chair: Seen): Promise<void> {
  const buttons = chair.page
    .getByRole('region', { name: 'Alarms' })
    .getByRole('button', { name: 'Acknowledge' })
  for (let left = await buttons.count(); left > 0; left = await buttons.count()) {
    await chair.press(buttons.first())
    await until('it is acknowledged', async () => (await buttons.count()) < left, 30_000)
  }
}

/** @param whole also the states that take minutes to come */
export async function walkAlarms(browser: Browser, look: Look, whole: boolean): Promise<void> {
  await using scene = await createScene(browser)
  const one = await scene.patient(1, 'K-0417')
  const two = await scene.patient(2, 'K-0402')
  await morning(scene, [one, two])
  const nurse = await createPerson(scene.stage(), NURSE)
  const physician = await createPerson(scene.stage(), PHYSICIAN)
  const { sessionId } = one
  const nurseActs = (body: object) => nurse.act({ sessionId, ...body } as never)
  const physicianActs = (body: object) => physician.act({ sessionId, ...body } as never)
  const active = async (condition: string) => {
    const found = (await scene.records(one, 'alarm')).findLast((alarm) => alarm.condition === condition)
    if (found === undefined) throw new Error(`${condition} has not been raised`)
    return found.alarmId
  }
  await scene.onDuty('physician', PHYSICIAN, '555 0101')
  await scene.onDuty('backup', BACKUP, '555 0102')
  for (const room of ['room-1', 'room-2']) await nurse.act({ type: 'room.take', roomId: room } as never)

  const chair = await scene.screen(atChair(1, NURSE))
  const beside = await scene.screen(atChair(2, NURSE))
  const station = await scene.screen(atStation(STATION_NURSE))
  for (const screen of [chair, beside, station]) await hearTone(screen)
  await scene.goOn(12)
  await look('calm', [chair, station])

  await scene.cuff(one, 164, 96)
  await says(chair, /Repeat due/)
  await scene.goOn(8)
  await look('repeat-due', [chair, station, beside])
  await scene.cuff(one, 166, 97)
  await sounds(chair, 'medium')
  await scene.goOn(6)
  await look('medium', [chair, station])
  await physicianActs({ type: 'audio.off', on: true, reason: 'Asleep, seen by me' })
  await says(chair, /AUDIO OFF/)
  await look('audio-off', [chair, station])
  await physicianActs({ type: 'audio.off', on: false, reason: 'sound is on again' })

  await scene.cuff(one, 186, 104)
  await sounds(chair, 'high')
  await scene.goOn(22)
  await look('high', [chair, station, beside])
  await station.press('Coming to Room 1')
  await says(chair, /is coming/)
  await look('coming', [chair, station])
  await station.press('Undo coming to Room 1')
  await sounds(chair, 'high')
  await chair.press(/^Pause audio/)
  await sounds(chair, undefined)
  await scene.goOn(12)
  await look('paused', [chair, station])
  await chair.press('Acknowledge')
  await says(chair, /acknowledged by/)
  await scene.goOn(6)
  await look('acknowledged', [chair, station])

  await scene.cuff(one, 204, 122)
  await says(chair, /SBP 204 ≥ 200|DBP 122 ≥ 120/)
  await scene.goOn(4)
  await look('extreme', [chair, station])
  if (whole) {
    const own = await scene.screen(ownScreen())
    await says(own, /Room 1/)
    await scene.goOn(14)
    await look('called', [chair, own])
    await scene.close(own)
    await scene.goOn(62)
    await look('nobody-answered', [chair, station])
  }
  await scene.cuff(one, 138, 84)
  await says(chair, /seen until acknowledged/)
  await look('latched', [chair, station])
  await acknowledgeAll(chair)

  scene.shows(one, { heartRate: 74, spo2: 'sensorOff' })
  await scene.goOn(14)
  await says(chair, /SpO₂/)
  await look('seen', [chair, station])
  if (whole) {
    await scene.goOn(50)
    await look('no-value', [chair])
  }
  scene.shows(one, CALM)
  await scene.goOn(16)

  await nurseActs({
    type: 'limits.set',
    limits: [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170 }],
    reason: 'Usually 150 at home',
  })
  await chair.press('Limits …')
  await look('limits-dialog', [chair])
  await escapeDialog(chair.page)
  await look('limits-changed', [chair, station])

  await askQuiet(chair)
  await says(chair, 'Quiet here · station sounds')
  await escapeDialog(chair.page)
  scene.shows(one, { heartRate: 118, spo2: 97 })
  await scene.goOn(20)
  await sounds(station, 'medium')
  await look('quiet-chair', [chair, station])
  await chair.press('Chair …')
  await chair.press('End the quiet chair')
  await says(chair, /Sound confirmed until/)
  await escapeDialog(chair.page)

  scene.shows(one, { heartRate: 136, spo2: 78 })
  await scene.cuff(one, 188, 106)
  await scene.goOn(14)
  await nurseActs({ type: 'symptom', symptom: 'chestPain' })
  await scene.goOn(4)
  await nurseActs({ type: 'symptom', symptom: 'severeHeadache' })
  await says(chair, /Severe headache/i)
  await look('five-at-once', [chair, station, beside])
  await chair.press(/\d more/)
  await look('all-five', [chair])
  await chair.press('Fewer')
  for (const symptom of ['symptomChestPain', 'symptomSevereHeadache'])
    await nurseActs({ type: 'alarm.resolve', alarmId: await active(symptom), outcome: 'Gone' })
  scene.shows(one, CALM)
  await scene.cuff(one, 132, 82)
  await scene.goOn(30)
  await acknowledgeAll(chair)

  await scene.silence(one)
  await scene.goOn(18)
  await says(chair, /No live data/)
  await look('no-live-data', [chair, station])
  scene.shows(one, CALM)
  await scene.goOn(16)
  await chair.press('HELP')
  await says(chair, 'EMERGENCY')
  await scene.goOn(6)
  await look('help', [chair, station, beside])
}
