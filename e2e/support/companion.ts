// Owns a screen without a browser that says, whenever it is asked, that it paints: hub time leaps here, and a real page says so
// only every two seconds of the wall. Never sends an act of a patient, and never stands for what a page shows.
import { randomBytes } from 'node:crypto'
import type { RoomId } from '@chairside/shared/ids.ts'
import type { CommandAnswer } from '@chairside/shared/protocol/screens.ts'
import { io, type Socket } from 'socket.io-client'
import { FIXTURE_PASSWORD } from '../../server/store/store-fixture.ts'
import type { Stage } from '../stage.ts'
import { signInOverHttp } from './follower.ts'
import { enrol } from './screens.ts'

export type Companion = {
  /** Resolves when the hub has taken its word. */
  paints(): Promise<void>
  close(): void
}

/** @param roomId absent: at the station, where somebody heard the tone */
export async function createCompanion(stage: Stage, by: string, roomId?: RoomId): Promise<Companion> {
  const { url, clock } = stage
  const person = await signInOverHttp(url, by, FIXTURE_PASSWORD)
  const screen = await enrol(stage, by, roomId === undefined ? 'Station' : 'Chair, other side', roomId)
  const socket: Socket = io(`${url}/screens`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { protocol: 1 },
    extraHeaders: { cookie: `${person}; ${screen}`, origin: url },
  })
  const pageId = randomBytes(8).toString('hex')
  const isStation = roomId === undefined
  const paints = async (): Promise<void> => {
    await socket.emitWithAck('screen:state', {
      painting: true,
      hidden: false,
      audio: isStation ? 'running' : 'none',
      wakeLock: true,
      sound: isStation ? 'confirmed' : 'none',
    })
  }
  socket.on('connect', () => {
    void socket
      .emitWithAck('screen:hello', {
        view: isStation ? 'station' : `chairside:${roomId}`,
        sound: 'none',
        pageId,
      })
      .then(paints)
  })
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
  await paints()
  if (isStation) {
    const answer: CommandAnswer = await socket.emitWithAck('command', {
      commandId: randomBytes(16).toString('hex'),
      basedOnSeq: 0,
      pressedAtHubMs: clock.nowMs(),
      body: { type: 'sound.heard', pageId, heard: true },
    })
    if (!answer.ok) throw new Error(JSON.stringify(answer))
  }
  return { paints, close: () => socket.disconnect() }
}
