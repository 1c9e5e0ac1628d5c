// Owns the load: devices that report once a second and screens that follow, and the time from one to the other.
// Spreads its sends over the second, as monitors do.
import { io, type Socket } from 'socket.io-client'

export type Load = {
  readonly url: string
  /** Devices by connection. */
  readonly connections: readonly {
    readonly deviceIds: readonly string[]
    readonly auth: object | undefined
  }[]
  /** What each screen follows, by device: its stream (ours) or the device id (relay). */
  readonly follows: readonly {
    readonly deviceId: string
    readonly stream: string
    readonly screens: number
  }[]
  readonly screen: {
    readonly namespace: string
    readonly headers: Record<string, string>
    readonly event: 'tail:open' | 'follow'
  }
  readonly device: { readonly namespace: string }
}
export type LoadResult = {
  readonly delivered: number
  readonly reports: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly refused: number
}
export type RunningLoad = {
  /** Runs for this long and measures everything sent in it. */
  measure(seconds: number): Promise<LoadResult>
  stop(): void
}

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
  })
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const CONNECT_AT_ONCE = 50

/** A number inside a record's line, found without parsing the line: the generator must stay cheaper than the hub. */
function numberAfter(line: string, key: string): number {
  const at = line.indexOf(key)
  if (at < 0) return Number.NaN
  return Number.parseInt(line.slice(at + key.length, at + key.length + 16), 10)
}

export async function startLoad(load: Load): Promise<RunningLoad> {
  const sockets: Socket[] = []
  const sent = new Map<string, number>()
  let latencies: number[] = []
  let delivered = 0
  let reports = 0
  let refused = 0
  let measuring = false
  const key = (stream: string, seq: number): string => `${stream}#${seq}`

  const open = async (namespace: string, options: object): Promise<Socket> => {
    const socket = io(`${load.url}${namespace}`, { transports: ['websocket'], forceNew: true, ...options })
    sockets.push(socket)
    await connected(socket)
    return socket
  }

  const openScreen = async (stream: string): Promise<void> => {
    const socket = await open(load.screen.namespace, {
      auth: { protocol: 1 },
      extraHeaders: { ...load.screen.headers, origin: load.url },
    })
    socket.on('tail:records', ({ lines }: { lines: string[] }) => {
      const now = performance.now()
      for (const line of lines) {
        if (!line.includes('"kind":"vitals"')) continue
        const began = sent.get(key(stream, numberAfter(line, '"value":')))
        if (measuring) delivered += 1
        if (began !== undefined && measuring) latencies.push(now - began)
      }
    })
    if (load.screen.event === 'tail:open') await socket.emitWithAck('tail:open', { stream, afterSeq: 0 })
    else await socket.emitWithAck('follow', stream)
  }
  const wanted = load.follows.flatMap(({ stream, screens }) => Array.from({ length: screens }, () => stream))
  for (let from = 0; from < wanted.length; from += CONNECT_AT_ONCE)
    await Promise.all(wanted.slice(from, from + CONNECT_AT_ONCE).map(openScreen))

  const streams = new Map(load.follows.map(({ deviceId, stream }) => [deviceId, stream]))
  const timers: NodeJS.Timeout[] = []
  for (const [at, { deviceIds, auth }] of load.connections.entries()) {
    const socket = await open(load.device.namespace, auth === undefined ? {} : { auth })
    const hello = {
      sentAtMs: Date.now(),
      devices: deviceIds.map((deviceId) => ({
        deviceId,
        epoch: 'bench',
        signals: ['respirationRate', 'heartRate', 'spo2', 'pulseRate'],
      })),
    }
    if (auth !== undefined) {
      const answer = (await socket.emitWithAck('hello', hello)) as { ok: boolean; error?: unknown }
      if (!answer.ok) throw new Error(JSON.stringify(answer))
    }
    let seq = 0
    let busy = false
    const send = (): void => {
      if (busy) return
      seq += 1
      const now = Date.now()
      // The first reading carries the send's number, so that a record on a screen can be matched with its report; no alarm
      // stands on respiration, whatever the number.
      const mark = (seq % 120) + 10
      const began = performance.now()
      for (const deviceId of deviceIds) sent.set(key(streams.get(deviceId) ?? deviceId, mark), began)
      busy = true
      if (measuring) reports += deviceIds.length
      const readings = {
        respirationRate: { status: 'measured', value: mark },
        heartRate: { status: 'measured', value: 72 },
        spo2: { status: 'measured', value: 97 },
        pulseRate: { status: 'measured', value: 71 },
      }
      socket
        .emitWithAck('report', {
          sentAtMs: now,
          reports: deviceIds.map((deviceId) => ({
            deviceId,
            epoch: 'bench',
            seq,
            kind: 'vitals',
            measuredAtMs: now,
            readings,
          })),
        })
        .then(
          (answer: { ok: boolean; refused?: unknown[] }) => {
            busy = false
            if (!answer.ok || (answer.refused?.length ?? 0) > 0) refused += 1
          },
          () => {
            busy = false
          },
        )
    }
    timers.push(
      setTimeout(
        () => {
          send()
          timers.push(setInterval(send, 1_000))
        },
        (at * 1_000) / load.connections.length,
      ),
    )
  }

  return {
    async measure(seconds) {
      latencies = []
      delivered = 0
      reports = 0
      refused = 0
      measuring = true
      await wait(seconds * 1_000)
      measuring = false
      latencies.sort((a, b) => a - b)
      const at = (share: number): number =>
        latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
      return { delivered, reports, p50Ms: at(0.5), p99Ms: at(0.99), refused }
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
      for (const socket of sockets) socket.disconnect()
    },
  }
}
