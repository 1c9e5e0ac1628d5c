// Proves who may sound: the hub's grant, the loss of the hub, and the test of the tone, with a fake clock of sound.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { createFakeOut } from '../testing/fake-sound-out.ts'
import type { Sounding } from './alarm-player.ts'
import { type AudioPort, createAudio } from './audio-state.ts'
import { createSoundDesk, type HubPort, type KnownSound } from './sound-desk.ts'
import { createWakeLock } from './wake-lock.ts'

const HELD: SoundGrant = { place: 'chair:room-1', lease: 'held', quiet: false }
const HEARD = { by: 'R. Osei', atMs: 1_000 as EpochMs, untilMs: 28_801_000 as EpochMs }
const high = (key: string): Sounding => ({ key, priority: 'high' })

function start(allowed = true) {
  const fake = createFakeOut()
  let monoMs = 0
  let running = allowed
  let gesture: () => void = () => undefined
  const audioListeners = new Set<() => void>()
  const port: AudioPort = {
    state: () => (running ? 'running' : 'suspended'),
    out: fake.out,
    async resume() {
      running = true
      for (const listener of audioListeners) listener()
    },
    onChange(listener) {
      audioListeners.add(listener)
      return () => audioListeners.delete(listener)
    },
  }
  const audio = createAudio(
    () => port,
    {
      onGesture(listener) {
        gesture = listener
        return () => undefined
      },
    },
    () => monoMs,
  )
  const told = { standing: 'live' as ReturnType<HubPort['standing']>, recording: true, heardAtMs: 0 }
  let grant: SoundGrant | undefined
  const hubListeners = new Set<() => void>()
  const desk = createSoundDesk({
    audio,
    hub: {
      standing: () => told.standing,
      isRecording: () => told.recording,
      silentMs: () => monoMs - told.heardAtMs,
      grant: () => (told.standing === 'live' ? grant : undefined),
      onChange(listener) {
        hubListeners.add(listener)
        return () => hubListeners.delete(listener)
      },
    },
    wakeLock: createWakeLock(undefined),
    monoNow: () => monoMs,
    isHidden: () => false,
  })
  const room = { sounding: [] as Sounding[], known: [] as Sounding[], watching: true }
  desk.listen(() => room, 'chair:room-1')
  const tell = () => {
    for (const listener of hubListeners) listener()
  }
  return {
    desk,
    fake,
    room,
    touch: () => gesture(),
    state: () => desk.store.getState(),
    give(next: SoundGrant | undefined) {
      grant = next
      tell()
    },
    stand(standing: typeof told.standing) {
      told.standing = standing
      tell()
    },
    cannotRecord() {
      told.recording = false
      tell()
    },
    /** In beats of the metronome; the hub is heard at each while it is there. */
    run(ms: number) {
      for (let left = ms; left > 0; left -= 250) {
        monoMs += 250
        if (running) fake.move(250)
        if (told.standing === 'live') told.heardAtMs = monoMs
        desk.beat()
      }
    },
    heard: (fromMs = 0) => fake.heard().filter(({ atMs }) => atMs >= fromMs),
  }
}

describe('while it is not known what should sound', () => {
  const STATION: SoundGrant = { place: 'station', lease: 'held', quiet: false, toneHeard: HEARD }
  const beneath = () => {
    const it = start()
    const list = { known: undefined as KnownSound | undefined, why: undefined as string | undefined }
    it.desk.listenBeneath(
      () => list.known,
      () => list.why,
    )
    it.give(STATION)
    return { ...it, list }
  }
  test('[SO19] the page says why, and is reported as one that cannot sound, until it is known', () => {
    const { desk, list, run, state } = beneath()
    run(1_000)
    expect([state().deaf, desk.report.read().sound]).toEqual([undefined, 'confirmed'])
    const sent: string[] = []
    desk.report.onChange(() => sent.push(desk.report.read().sound))
    list.why = 'Sign in to see the rooms.'
    desk.changed()
    expect([state().deaf, desk.report.read().sound]).toEqual(['Sign in to see the rooms.', 'blocked'])
    list.why = undefined
    list.known = { sounding: [], known: [], watching: true }
    run(250)
    expect([state().deaf, desk.report.read().sound]).toEqual([undefined, 'confirmed'])
    expect(sent).toEqual(['blocked', 'confirmed'])
  })
  test('[SO19] what sounded goes on sounding', () => {
    const { list, run, state } = beneath()
    list.known = { sounding: [high('bp')], known: [], watching: true }
    run(1_000)
    list.known = undefined
    list.why = 'Sign in to see the rooms.'
    run(20_000)
    expect(state().sounding).toBe('high')
  })
  test('[SO19] a view that knows all of the place needs no list', () => {
    const { desk, list, give, state } = beneath()
    list.why = 'Sign in to see the rooms.'
    give(HELD)
    expect(state().deaf).toBeUndefined()
    expect(desk.report.read().sound).toBe('unconfirmed')
  })
})

describe('who may sound', () => {
  test('[SO26] a page sounds with the lease of its place and without it does not', () => {
    const { room, run, give, heard, state } = start()
    room.sounding = [high('bp')]
    run(2_000)
    expect(heard()).toEqual([])
    give({ ...HELD, lease: 'other', otherScreen: 'Room 1 wall' })
    run(2_000)
    give({ ...HELD, lease: 'none' })
    run(2_000)
    expect(heard()).toEqual([])
    expect(state().sounding).toBeUndefined()
    give(HELD)
    run(1_000)
    expect(heard()).toHaveLength(1)
    expect(state().sounding).toBe('high')
  })

  test('[SO26] a lease that goes takes the sound with it within 0.5 s', () => {
    const { room, run, give, heard, fake } = start()
    room.sounding = [high('bp')]
    give(HELD)
    run(1_000)
    give({ ...HELD, lease: 'other' })
    expect(fake.ahead()).toEqual([])
    run(30_000)
    expect(heard()).toHaveLength(1)
    expect(heard()[0]?.forMs).toBeLessThanOrEqual(1_500)
  })

  test('[SO27] what is sent of the page: blocked before anybody touched it, then unconfirmed, then confirmed', async () => {
    const { desk, give, touch, state, room } = start(false)
    room.sounding = [high('bp')]
    give(HELD)
    expect(desk.report.read()).toEqual({
      sound: 'blocked',
      audio: 'suspended',
      hidden: false,
      wakeLock: false,
    })
    expect(state().unheard).toBe(true)
    const sent: string[] = []
    desk.report.onChange(() => sent.push(desk.report.read().sound))
    touch()
    await Promise.resolve()
    expect(desk.report.read()).toMatchObject({ sound: 'unconfirmed', audio: 'running' })
    give({ ...HELD, toneHeard: HEARD })
    expect(desk.report.read().sound).toBe('confirmed')
    expect(sent).toEqual(['unconfirmed', 'confirmed'])
    expect(state().unheard).toBe(false)
  })

  test('[SO31] a HIGH that was known goes on while the hub is lost, on a page without the lease too, and at a quiet chair', () => {
    for (const grant of [HELD, { ...HELD, lease: 'other' as const }, { ...HELD, quiet: true }]) {
      const { room, run, give, stand, heard, fake } = start()
      room.known = [high('bp')]
      give(grant)
      run(3_000)
      stand('lost')
      const at = fake.nowMs()
      run(7_000)
      expect(heard(at).filter(({ priority }) => priority === 'high')).toHaveLength(2)
    }
  })

  test('[SO30] a chair that lost the hub: one LOW pulse at 20 s, MEDIUM from 60 s, silent when it is back', () => {
    const { run, give, stand, heard, fake } = start()
    give(HELD)
    run(1_000)
    run(0)
    stand('connecting')
    run(5_000)
    stand('lost')
    run(14_500)
    expect(heard()).toEqual([])
    run(1_000)
    expect(heard().map(({ priority }) => priority)).toEqual(['low'])
    run(39_000)
    expect(heard()).toHaveLength(1)
    run(16_000)
    expect(
      heard()
        .slice(1)
        .map(({ priority }) => priority),
    ).toEqual(['medium', 'medium'])
    stand('live')
    const at = fake.nowMs()
    run(30_000)
    expect(heard(at)).toEqual([])
  })

  test('[SO30] a station that lost the hub sounds from 10 s', () => {
    const { run, give, stand, heard } = start()
    give({ ...HELD, place: 'station' })
    run(1_000)
    stand('lost')
    run(9_500)
    expect(heard()).toEqual([])
    run(1_000)
    expect(heard().map(({ priority }) => priority)).toEqual(['medium'])
  })

  test('[SO32] a page that never had a place, or no session to watch, says nothing when the hub goes', () => {
    const a = start()
    a.run(1_000)
    a.stand('lost')
    a.run(120_000)
    expect(a.heard()).toEqual([])
    const b = start()
    b.room.watching = false
    b.give(HELD)
    b.run(1_000)
    b.stand('lost')
    b.run(120_000)
    expect(b.heard()).toEqual([])
  })

  test('[SO33] a hub that cannot record sounds MEDIUM where the page may sound', () => {
    const { run, give, cannotRecord, heard } = start()
    give(HELD)
    cannotRecord()
    run(1_000)
    expect(heard().map(({ priority }) => priority)).toEqual(['medium'])
  })

  test('[SO28] the tone of the test is a MEDIUM burst on the same way; where nothing can sound it says so', async () => {
    const { desk, heard, run } = start()
    expect(await desk.test()).toBe('played')
    run(1_000)
    expect(heard()).toMatchObject([{ priority: 'medium', forMs: 900 }])
  })

  test('[SO28] an alarm is not taken for the tone, nor covered by it', async () => {
    const { desk, give, room, heard, run } = start()
    give(HELD)
    room.sounding = [high('bp')]
    run(250)
    expect(await desk.test()).toBe('alarm')
    run(2_000)
    expect(heard()).toHaveLength(1)
    const b = start()
    b.give(HELD)
    await b.desk.test()
    b.run(250)
    b.room.sounding = [high('bp')]
    b.desk.changed()
    b.run(1_000)
    expect(b.heard()[0]).toMatchObject({ priority: 'medium' })
    expect(b.heard()[0]?.forMs).toBeLessThan(300)
  })

  test('[SO17] a view that goes leaves its sound until the room list has come', () => {
    const { desk, give, run, heard, fake, room } = start()
    room.sounding = []
    let list: { sounding: Sounding[]; known: Sounding[]; watching: boolean } | undefined
    desk.listenBeneath(
      () => list,
      () => undefined,
    )
    give({ ...HELD, place: 'station' })
    const off = desk.listen(() => ({ sounding: [high('bp')], known: [], watching: true }), 'station')
    run(1_000)
    off()
    run(6_000)
    expect(heard()).toMatchObject([{ forMs: 2_940 }, {}])
    list = { sounding: [], known: [], watching: true }
    run(250)
    expect(fake.ahead()).toEqual([])
  })

  test('[SO17] a view that knows another place is heard together with the room list, each alarm once', () => {
    const { desk, give, run, heard } = start()
    desk.listenBeneath(
      () => ({ sounding: [high('bp'), high('hr')], known: [], watching: true }),
      () => undefined,
    )
    desk.listen(() => ({ sounding: [high('hr')], known: [], watching: true }), 'chair:room-2')
    give({ ...HELD, place: 'station' })
    run(5_000)
    expect(heard()).toHaveLength(1)
  })
})
