// Proves that a command is done once and answered after it is on disk, however often and late it comes.
import type { CommandAnswer, CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { changesNothing, commandId, eventually, hubFixture, settle } from './testing/hub-fixture.ts'
import { refused, ward } from './testing/ward.ts'

const plan = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }

describe('a command', () => {
  test('[SC10] is answered after it is on disk, with who did it, where, and by which command', async () => {
    await using it = await ward()
    const { cookie, screenId } = await it.enrol(it.roomId)
    const tablet = await it.screen({ cookie: `${await it.cookie('Nora Nurse')}; ${cookie}` })
    const id = commandId()
    it.memory.hold()
    let answer: CommandAnswer | undefined
    void it
      .press(tablet, { type: 'infusion.start', rateMlPerHr: 50, plan }, { commandId: id })
      .then((said) => {
        answer = said
      })
    await settle(100)
    expect(answer).toBeUndefined()
    it.memory.release()
    await eventually('the answer', () => answer !== undefined)
    const [act] = await it.records(it.stream, 'infusion')
    expect(answer).toEqual({ ok: true, stream: it.stream, seq: act?.seq, sessionId: it.sessionId })
    expect(act).toMatchObject({ by: { name: 'Nora Nurse', role: 'nurse' }, screenId, commandId: id })
  })

  test('[SC11] sent twice, even at once, is done once and answered the same', async () => {
    await using it = await ward()
    const more = { commandId: commandId() }
    const body = { type: 'infusion.start', rateMlPerHr: 50 }
    const [one, two] = await Promise.all([it.press(it.nora, body, more), it.press(it.nora, body, more)])
    const three = await it.press(it.nils, body, more)
    expect(one).toMatchObject({ ok: true })
    expect([two, three]).toEqual([one, one])
    expect(await it.nora.emit('command:status', more)).toEqual(one)
    expect(await it.records(it.stream, 'infusion')).toHaveLength(1)
  })

  test('[SC11] refused once is refused the same again', async () => {
    await using it = await ward()
    const more = { commandId: commandId() }
    const body = { type: 'infusion.pause' }
    const first = await it.press(it.nora, body, more)
    expect(first).toMatchObject(refused('state-moved', 'body.type'))
    await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })
    expect(await changesNothing(it, () => it.press(it.nora, body, more))).toEqual(first)
  })

  test('[SC12] its answer is found after a restart, also of the command that closed the session', async () => {
    const first = await ward()
    const ids = { open: '', start: commandId(), close: commandId(), refused: commandId() }
    ids.open = (await first.records(first.stream, 'session.opened'))[0]?.commandId ?? ''
    const started = await first.press(
      first.nora,
      { type: 'infusion.start', rateMlPerHr: 50 },
      { commandId: ids.start },
    )
    await first.press(first.nora, { type: 'infusion.resume', rateMlPerHr: 1 }, { commandId: ids.refused })
    const closed = await first.press(first.nora, { type: 'session.close' }, { commandId: ids.close })
    await settle(50)
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const nora = await it.screen('Nora Nurse')
    const status = (id: string) => nora.emit('command:status', { commandId: id })
    expect(await status(ids.start)).toEqual(started)
    expect(await status(ids.close)).toEqual(closed)
    expect(await status(ids.open)).toMatchObject({ ok: true, seq: 1, sessionId: first.sessionId })
    expect(await status(ids.refused)).toMatchObject(refused('command-unknown', 'commandId'))
    // Sent again to the new hub, it is answered, not done.
    const before = await it.everything()
    const body = { type: 'session.close', sessionId: first.sessionId } as CommandBody
    expect(await nora.command(body, { commandId: ids.close, basedOnSeq: 3 })).toEqual(closed)
    expect(await it.everything()).toEqual(before)
  })

  test('[SC13] that the hub has said it does not know is not done when it comes after all', async () => {
    await using it = await ward()
    const more = { commandId: commandId() }
    expect(await it.nora.emit('command:status', more)).toMatchObject(refused('command-unknown'))
    const late = await changesNothing(it, () =>
      it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 }, more),
    )
    expect(late).toMatchObject(refused('command-unknown'))
  })

  test('[SC14] pressed more than 10 s ago, or in the future, is not done', async () => {
    await using it = await ward()
    it.clock.move(60_000)
    const press = (agoMs: number) =>
      it.press(
        it.nora,
        { type: 'infusion.start', rateMlPerHr: 50 },
        { pressedAtHubMs: it.clock.nowMs() - agoMs },
      )
    expect(await changesNothing(it, () => press(10_001))).toMatchObject(
      refused('command-expired', 'pressedAtHubMs'),
    )
    expect(await changesNothing(it, () => press(-2_001))).toMatchObject(
      refused('malformed', 'pressedAtHubMs'),
    )
    expect(await press(10_000)).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'infusion')).toMatchObject([{ atMs: it.clock.nowMs() - 10_000 }])
  })

  test('[SC22] an act that waited for a sign-in is done, as of when it was pressed, for two minutes', async () => {
    await using it = await ward()
    it.clock.move(300_000)
    const press = (pressedAgoMs: number, signedInAgoMs: number) =>
      it.press(
        it.nora,
        { type: 'infusion.start', rateMlPerHr: 50 },
        {
          pressedAtHubMs: it.clock.nowMs() - pressedAgoMs,
          signedInAtHubMs: it.clock.nowMs() - signedInAgoMs,
        },
      )
    expect(await changesNothing(it, () => press(30_000, 10_001))).toMatchObject(
      refused('command-expired', 'pressedAtHubMs'),
    )
    expect(await changesNothing(it, () => press(120_001, 0))).toMatchObject(
      refused('command-expired', 'pressedAtHubMs'),
    )
    expect(await changesNothing(it, () => press(1_000, 2_000))).toMatchObject(
      refused('malformed', 'signedInAtHubMs'),
    )
    expect(await changesNothing(it, () => press(1_000, -2_001))).toMatchObject(
      refused('malformed', 'signedInAtHubMs'),
    )
    expect(await press(30_000, 1_000)).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'infusion')).toMatchObject([{ atMs: it.clock.nowMs() - 30_000 }])
  })

  test('[SC14] at a scaled rate 10 s are of the wall', async () => {
    await using it = await hubFixture({ rate: { kind: 'scaled', rate: 20 } })
    const nora = await it.screen('Nora Nurse')
    const open = (agoMs: number, roomId: string | undefined) =>
      nora.command({ type: 'session.open', roomId, patientCode: 'K-1', includeHeld: false } as CommandBody, {
        pressedAtHubMs: it.clock.nowMs() - agoMs,
      })
    expect(await open(200_000, it.roomIds[0])).toMatchObject({ ok: true })
    expect(await open(200_001, it.roomIds[1])).toMatchObject(refused('command-expired'))
  })

  test('[SC15] on a record that does not exist is refused', async () => {
    await using it = await ward()
    const press = () => it.press(it.nora, { type: 'session.close' }, { basedOnSeq: it.head() + 1 })
    expect(await changesNothing(it, press)).toMatchObject(refused('sequence-unknown', 'basedOnSeq'))
  })

  test('[SC16] of two nurses at one pump, the second sees first what the first recorded', async () => {
    await using it = await ward()
    await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })
    const seen = it.head()
    const [one, two] = await Promise.all([
      it.press(it.nora, { type: 'infusion.rate', rateMlPerHr: 40 }, { basedOnSeq: seen }),
      it.press(it.nils, { type: 'infusion.rate', rateMlPerHr: 30 }, { basedOnSeq: seen }),
    ])
    expect(one).toMatchObject({ ok: true })
    expect(two).toMatchObject(refused('state-moved', 'basedOnSeq'))
    expect((await it.records(it.stream, 'infusion')).map((act) => act.rateMlPerHr)).toEqual([50, 40])
    expect(await it.press(it.nils, { type: 'infusion.rate', rateMlPerHr: 30 })).toMatchObject({ ok: true })
  })

  test('[SC17] for a closed or unknown session, a room that has one, or no room, is refused', async () => {
    await using it = await ward()
    const open = (roomId: string) =>
      it.nora.command({ type: 'session.open', roomId, patientCode: 'K-2', includeHeld: false } as CommandBody)
    expect(await changesNothing(it, () => open(it.roomId))).toMatchObject(
      refused('session-already-open', 'body.roomId'),
    )
    expect(await changesNothing(it, () => open('nowhere'))).toMatchObject(refused('not-found', 'body.roomId'))
    await it.press(it.nora, { type: 'session.close' })
    for (const sessionId of [it.sessionId, 'nowhere'])
      expect(
        await changesNothing(it, () =>
          it.press(it.nora, { type: 'session.close', sessionId }, { basedOnSeq: 0 }),
        ),
      ).toMatchObject(refused('session-closed', 'body.sessionId'))
    expect(await open(it.roomId)).toMatchObject({ ok: true })
  })

  test('[SC17] two people who open a room at once open one session', async () => {
    await using it = await hubFixture()
    const screens = [await it.screen('Nora Nurse'), await it.screen('Nils Nurse')]
    const answers = await Promise.all(
      screens.map((one) =>
        one.command({
          type: 'session.open',
          roomId: it.roomId,
          patientCode: 'K-1',
          includeHeld: true,
        } as CommandBody),
      ),
    )
    expect(answers.map((one) => (one.ok ? 'ok' : one.error.code)).sort()).toEqual([
      'ok',
      'session-already-open',
    ])
    expect(it.hub.registry.openActors()).toHaveLength(1)
  })

  test('[SC18] that could not be written changed nothing and may be sent again with the same id', async () => {
    await using it = await ward()
    const more = { commandId: commandId() }
    const body = { type: 'infusion.start', rateMlPerHr: 50 }
    it.memory.failNext('io')
    expect(await changesNothing(it, () => it.press(it.nora, body, more))).toMatchObject(
      refused('storage-failed'),
    )
    expect(await it.press(it.nora, body, more)).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'infusion')).toHaveLength(1)
  })

  test('[SC18] refused for want of disk may be sent again with the same id', async () => {
    await using it = await hubFixture()
    const nora = await it.screen('Nora Nurse')
    const more = { commandId: commandId() }
    const body = {
      type: 'session.open',
      roomId: it.roomId,
      patientCode: 'K-1',
      includeHeld: false,
    } as CommandBody
    it.memory.setDisk({ state: 'noNewSessions' })
    expect(await changesNothing(it, () => nora.command(body, more))).toMatchObject(refused('disk-low'))
    it.memory.setDisk({ state: 'ok' })
    expect(await nora.command(body, more)).toMatchObject({ ok: true })
  })

  test('[SC11] whose answer is lost with the connection is not done again by whoever asks on the next', async () => {
    await using it = await ward()
    const more = { commandId: commandId() }
    it.memory.hold()
    void it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 }, more).catch(() => undefined)
    await settle(50)
    it.nora.socket.disconnect()
    const again = await it.screen('Nora Nurse')
    const asked = again.emit('command:status', more)
    await settle(50)
    it.memory.release()
    expect(await asked).toMatchObject({ ok: true, sessionId: it.sessionId })
    expect(await it.press(again, { type: 'infusion.start', rateMlPerHr: 50 }, more)).toEqual(await asked)
    expect(await it.records(it.stream, 'infusion')).toHaveLength(1)
  })
})
