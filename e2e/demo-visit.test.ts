// Proves that the demo's nurse walks a whole visit at a hub that keeps check-in: over HTTP and the wire, on a stepped clock, with
// the simulated monitor answering the cuff's orders. Nobody stands at the chair, so a physician lets the patient go.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { expect, test } from 'vitest'
import { addPerson } from '../server/store/store-fixture.ts'
import { createPerson, type Person, signIn } from '../simulator/adapters/person.ts'
import { goRound } from '../simulator/nurse.ts'
import { SCENARIOS } from '../simulator/scenarios/table.ts'
import { createSimulatedRoom } from '../simulator/simulated-room.ts'
import { NURSE, PASSWORD, START_MS, testHub } from './support/test-hub.ts'

const PHYSICIAN = 'Dr Lindqvist'
const MOST_MINUTES = 170

test('[SM26] the demo walks a whole visit by commands', async () => {
  const clock = createSteppedClock(START_MS)
  await using hub = await testHub(clock, ['Room 1'], { CHECK_IN: 'required' })
  await addPerson(hub.store, PHYSICIAN, 'physician')
  const [roomId] = hub.rooms
  if (roomId === undefined) throw new Error('there is no room')
  const { deviceId, token } = await hub.addDevice('Simulated', 'simulated', roomId)
  const scenario = SCENARIOS.calm
  const room = createSimulatedRoom({ url: hub.url, token, deviceId, scenario, seed: 3, clock })
  await room.start()
  const personOf = async (name: string): Promise<Person> => {
    const signedIn = await signIn(hub.url, name, PASSWORD)
    if (!signedIn.ok) throw new Error(signedIn.error.message)
    return createPerson(signedIn.value, clock)
  }
  const person = await personOf(NURSE)
  const physician = () => personOf(PHYSICIAN)
  const said: string[] = []
  const say = (sentence: string) => said.push(sentence)
  const rounds = await goRound({ person, physician, roomIds: [roomId], infuse: true, say })
  const sessionId = hub.hub.registry.room(roomId)?.actor()?.sessionId
  if (sessionId === undefined) throw new Error(said.join(' '))
  try {
    for (let second = 0; second < MOST_MINUTES * 60; second += 1) {
      clock.move(1_000)
      await room.idle()
      if (hub.hub.registry.openSession(sessionId) === undefined) break
    }
  } finally {
    rounds.stop()
    await room.stop()
    person.close()
  }
  await hub.hub.registry.idle()
  const lines = await hub.lines(sessionStream(sessionId))
  const state = lines.reduce((before, line) => {
    const record = decodeLine(line)
    if (!record.ok) throw new Error(record.error.message)
    return foldSession(before, record.value)
  }, emptySession)
  expect(state.visit.phases.map(({ phase }) => phase)).toEqual([
    'checkIn',
    'baseline',
    'infusing',
    'recovery',
  ])
  expect(state.visit).toMatchObject({ patientCode: expect.stringMatching(/^SIM-\d+$/), plan: { number: 1 } })
  expect(Object.keys(state.visit.checkIn)).toHaveLength(18)
  expect(state.infusion).toMatchObject({ phase: 'stopped', completed: true, plan: { doseMg: 35 } })
  expect(state.visit.outcome).toMatchObject({ outcome: 'dischargedEarly', by: PHYSICIAN })
  expect(said.filter((sentence) => sentence.includes('refused'))).toEqual([])
}, 240_000)
