// Owns exchanging the monitor at a chair for another registered one: where each of them belongs from then on, and that it is
// recorded. Never takes a monitor from a room where a patient is, and never leaves one placed whose exchange was refused.
import type { DeviceId, RoomId } from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { Directory } from '../../store/directory.ts'
import type { Doer } from '../acts/act.ts'
import type { SessionActor } from '../session-actor.ts'
import { mayMeasureHere } from './played.ts'
import type { Room } from './room.ts'

type SwapBody = Extract<CommandBody, { type: 'monitor.swap' }>
type Done = Result<{ records: readonly LogRecord[] }>
export type Swap = (
  command: Command,
  body: SwapBody,
  doer: Doer,
  at: { readonly actor: SessionActor; readonly room: Room },
) => Promise<Done>

export function createSwap(deps: {
  readonly directory: Pick<Directory, 'device' | 'placeDevices'>
  readonly room: (roomId: RoomId) => Room | undefined
  readonly newId: () => string
}): Swap {
  const { directory } = deps

  const swap: Swap = async (command, { inDeviceId, outDeviceId }, doer, { actor, room }) => {
    const bring = await directory.device(inDeviceId as string as DeviceId)
    const home = bring === undefined ? undefined : deps.room(bring.roomId)
    if (bring === undefined || home === undefined)
      return refuse('not-found', 'There is no such monitor on this hub.', 'body.inDeviceId')
    if (home === room)
      return refuse('state-moved', `${bring.name} belongs to ${room.name()} already.`, 'body.inDeviceId')
    if (home.actor() !== undefined)
      return refuse(
        'state-moved',
        `${bring.name} belongs to ${home.name()}, where a session is open: take one from a free room.`,
        'body.inDeviceId',
      )
    const take =
      outDeviceId === undefined ? undefined : await directory.device(outDeviceId as string as DeviceId)
    if (outDeviceId !== undefined && take?.roomId !== room.roomId)
      return refuse('not-found', `There is no such monitor in ${room.name()}.`, 'body.outDeviceId')
    const signals = home.devices().find(({ deviceId }) => deviceId === bring.deviceId)?.signals ?? []
    const rival = room
      .devices()
      .find(
        (one) => one.deviceId !== take?.deviceId && one.signals.some((signal) => signals.includes(signal)),
      )
    if (rival !== undefined)
      return refuse(
        'source-taken',
        `${rival.deviceName} already measures the same in ${room.name()}: say that it is taken away.`,
        'body.outDeviceId',
      )
    const may = mayMeasureHere(actor.committed().session, [bring.kind], 'body.inDeviceId')
    if (!may.ok) return may
    const there = [
      { deviceId: bring.deviceId, roomId: room.roomId },
      ...(take === undefined ? [] : [{ deviceId: take.deviceId, roomId: home.roomId }]),
    ]
    await directory.placeDevices(there)
    let done: Done | undefined
    try {
      done = await actor.command(command, doer, deps.newId(), {
        monitors: { inName: bring.name, ...(take === undefined ? {} : { outName: take.name }) },
      })
      return done
    } finally {
      // Refused, or thrown: in neither case is it in the record that a monitor changed its place.
      if (done?.ok !== true)
        await directory.placeDevices([
          { deviceId: bring.deviceId, roomId: home.roomId },
          ...(take === undefined ? [] : [{ deviceId: take.deviceId, roomId: room.roomId }]),
        ])
    }
  }

  /** One after the other: one monitor is not brought to two rooms. */
  let before: Promise<unknown> = Promise.resolve()
  return (...given) => {
    const done = before.then(() => swap(...given))
    before = done.catch(() => undefined)
    return done
  }
}
