// Proves how a person at a command line signs in and commands: own id for each command, never repeated blindly.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import {
  type Command,
  type CommandAnswer,
  zCommand,
  zScreenHello,
} from '@chairside/shared/protocol/screens.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { Server, type Socket } from 'socket.io'
import { afterEach, describe, expect, it } from 'vitest'
import { DEMO_PLAN, goRound } from '../nurse.ts'
import { createPerson, type Person, planRate, signIn } from './person.ts'

const clock = createSteppedClock(1_732_190_400_000)
type Door = {
  readonly url: string
  readonly requests: { headers: IncomingHttpHeaders; body: string }[]
  readonly handshakes: { headers: IncomingHttpHeaders; auth: unknown }[]
  readonly commands: Command[]
  readonly asked: string[]
  /** What becomes of the next command: answered, done but the answer lost, or never heard. */
  next: 'answer' | 'loseAnswer' | 'loseCommand'
  /** Status of the next sign-ins, before 200. */
  refusals: number[]
  rooms: unknown[]
  close(): Promise<void>
}
const open: { close(): Promise<void> | void }[] = []

async function startDoor(): Promise<Door> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      door.requests.push({ headers: request.headers, body })
      const status = door.refusals.shift()
      if (status !== undefined) {
        const code = status === 429 ? 'throttled' : 'wrong-credentials'
        response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' })
        response.end(JSON.stringify({ error: { code, message: 'Name or password is wrong.' } }))
        return
      }
      response.writeHead(200, { 'set-cookie': 'chairside_sign_in=secret; Path=/; HttpOnly; SameSite=Strict' })
      response.end('{}')
    })
  })
  const io = new Server(server, { transports: ['websocket'], serveClient: false })
  const known = new Map<string, CommandAnswer>()
  let seq = 0
  const hub = () => ({ incarnation: 'i', hubAtMs: clock.nowMs(), rate: 1, protocol: 1, build: 'fake' })
  io.of('/screens').on('connection', (socket: Socket) => {
    door.handshakes.push({ headers: socket.handshake.headers, auth: socket.handshake.auth })
    socket.on('screen:hello', (said, ack) => {
      const good = zScreenHello.safeParse(said).success
      ack(
        good
          ? { ok: true, hub: hub(), screen: {}, mark: {} }
          : { ok: false, error: { code: 'malformed', message: '' } },
      )
    })
    socket.on('rooms:open', (_said, ack) => ack({ ok: true, rooms: door.rooms }))
    socket.on('command', (command: Command, ack) => {
      const { next } = door
      door.next = 'answer'
      if (next === 'loseCommand') {
        socket.disconnect(true)
        return
      }
      expect(zCommand.safeParse(command).success).toBe(true)
      door.commands.push(command)
      seq += 1
      const answer: CommandAnswer = {
        ok: true,
        stream: 'session:s1' as never,
        seq: seq as never,
        sessionId: 's1' as SessionId,
      }
      known.set(command.commandId, answer)
      if (next === 'loseAnswer') socket.disconnect(true)
      else ack(answer)
    })
    socket.on('command:status', ({ commandId }, ack) => {
      door.asked.push(commandId)
      ack(
        known.get(commandId) ?? {
          ok: false,
          error: { code: 'command-unknown', message: 'It was not done.' },
        },
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const door: Door = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    handshakes: [],
    commands: [],
    asked: [],
    next: 'answer',
    refusals: [],
    rooms: [],
    async close() {
      server.closeAllConnections()
      await io.close()
    },
  }
  open.push(door)
  return door
}
const personAt = async (door: Door): Promise<Person> => {
  const signedIn = await signIn(door.url, 'R. Osei', 'the password')
  if (!signedIn.ok) throw new Error(signedIn.error.message)
  const person = createPerson(signedIn.value, clock)
  open.unshift(person)
  return person
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe('a person at a command line', () => {
  it('[SM12] signs in with the page’s Origin, and opens the screen door with the cookie', async () => {
    const door = await startDoor()
    const person = await personAt(door)
    expect(JSON.parse(door.requests[0]?.body ?? '')).toEqual({ name: 'R. Osei', password: 'the password' })
    expect(door.requests[0]?.headers.origin).toBe(door.url)
    await person.rooms()
    expect(door.handshakes[0]?.headers).toMatchObject({
      cookie: 'chairside_sign_in=secret',
      origin: door.url,
    })
    expect(door.handshakes[0]?.auth).toEqual({ protocol: 1 })
  })

  it('[SM12] a wrong password is said in the hub’s words and not tried again; a throttled one waits as told', async () => {
    const door = await startDoor()
    door.refusals.push(401)
    expect(await signIn(door.url, 'R. Osei', 'x')).toMatchObject({
      ok: false,
      error: { code: 'wrong-credentials', message: 'Name or password is wrong.' },
    })
    expect(door.requests).toHaveLength(1)
    door.refusals.push(429)
    expect(await signIn(door.url, 'R. Osei', 'x')).toMatchObject({ ok: true })
    expect(door.requests).toHaveLength(3)
  })

  it('[SM12] no hub at the address: a sentence, not a stack', async () => {
    expect(await signIn('http://127.0.0.1:9', 'R. Osei', 'x')).toMatchObject({
      ok: false,
      error: { message: 'There is no hub at http://127.0.0.1:9. Is it running, and is this its address?' },
    })
  })

  it('[SM12] each command has its own id, the record it is based on, and the hub time it was pressed', async () => {
    const door = await startDoor()
    const person = await personAt(door)
    const opened = await person.openSession('room-1' as RoomId, 'SIM-101')
    expect(opened).toEqual({ ok: true, value: { sessionId: 's1', seq: 1 } })
    await person.startInfusion('s1' as SessionId, 1, DEMO_PLAN)
    expect(door.commands.map(({ body, basedOnSeq }) => [body.type, basedOnSeq])).toEqual([
      ['session.open', 0],
      ['infusion.start', 1],
    ])
    expect(door.commands[1]?.body).toMatchObject({ rateMlPerHr: 52.5, plan: DEMO_PLAN })
    expect(planRate(DEMO_PLAN)).toBe(52.5)
    expect(door.commands[0]?.pressedAtHubMs).toBe(clock.nowMs())
    expect(new Set(door.commands.map(({ commandId }) => commandId)).size).toBe(2)
  })

  it('[SM12] an answer that was lost is asked for; the command is not sent again', async () => {
    const door = await startDoor()
    const person = await personAt(door)
    door.next = 'loseAnswer'
    const answer = await person.command({ type: 'session.close', sessionId: 's1' as SessionId }, 4)
    expect(answer).toMatchObject({ ok: true, seq: 1 })
    expect(door.commands).toHaveLength(1)
    expect(door.asked).toEqual([door.commands[0]?.commandId])
  })

  it('[SM12] a command the hub never heard is said to be not done, and not sent again', async () => {
    const door = await startDoor()
    const person = await personAt(door)
    door.next = 'loseCommand'
    const answer = await person.command({ type: 'session.close', sessionId: 's1' as SessionId }, 4)
    expect(answer).toMatchObject({ ok: false, error: { code: 'command-unknown' } })
    expect(door.commands).toEqual([])
  })
})

describe('the demo’s nurse', () => {
  const room = (roomId: string, session?: object) => ({ roomId, roomName: roomId, session })
  const round = async (rooms: unknown[]) => {
    const door = await startDoor()
    door.rooms = rooms
    const person = await personAt(door)
    const said: string[] = []
    const rounds = await goRound({
      person,
      roomIds: rooms.map((one) => (one as { roomId: string }).roomId),
      infuse: true,
      say: (sentence) => said.push(sentence),
    })
    return { door, said, rounds, types: door.commands.map(({ body }) => body.type) }
  }

  it('[SM13] opens a session and records the start where none is open', async () => {
    const { types, said } = await round([room('room-1')])
    expect(types).toEqual(['session.open', 'infusion.start'])
    expect(said.join(' ')).toContain('SIM-101')
  })

  it('[SM13] goes on with a session that is under way, and records the stop when the plan is over', async () => {
    const session = {
      sessionId: 's1',
      patientCode: 'SIM-101',
      head: 9,
      infusion: 'infusing',
      startedAtMs: clock.nowMs() - 10 * 60_000,
    }
    const { door, types } = await round([room('room-1', session)])
    expect(types).toEqual([])
    clock.move(31 * 60_000)
    await expect.poll(() => door.commands.map(({ body }) => body.type)).toEqual(['infusion.stop'])
  })

  it('[SM13] closes its own session of another day and opens a new one; leaves other patients alone', async () => {
    const old = {
      sessionId: 's0',
      patientCode: 'SIM-101',
      head: 900,
      infusion: 'infusing',
      startedAtMs: clock.nowMs() - 26 * 3_600_000,
    }
    const other = { sessionId: 's9', patientCode: 'K-0417', head: 5, infusion: 'none' }
    const { types, said } = await round([room('room-1', old), room('room-2', other)])
    expect(types).toEqual(['session.close', 'session.open', 'infusion.start'])
    expect(said.join(' ')).toContain('room-2: a session of another patient is open')
  })
})
