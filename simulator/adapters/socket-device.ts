// Owns one device connection on the wire of docs/PROTOCOL.md: hello, reports one message at a time, resending, coming
// back for ever. The only user of a socket library among the devices. Never decides what is measured.
import { type DeviceId, epochMs, type Incarnation } from '@chairside/shared/ids.ts'
import { type ErrorCode, errorClass } from '@chairside/shared/protocol/codes.ts'
import {
  DEVICE_PROTOCOL,
  type DeviceMark,
  type DeviceToHub,
  type HelloAck,
  type HubToDevice,
  type ReportAck,
} from '@chairside/shared/protocol/devices.ts'
import { createRandom } from '@chairside/shared/random.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { io, type Socket } from 'socket.io-client'
import { createSpool } from '../spool.ts'
import { backoffMs } from './backoff.ts'
import type { LinkState, SocketDevice, SocketDeviceOptions } from './device-port.ts'

/** Wall time to wait for an answer. A hub whose disk is slow holds its answers back, so this is generous. */
const ANSWER_MS = 10_000
const CONNECT_MS = 5_000
/** The first mark tells the time before hello does; a hub that sends none is greeted anyway. */
const FIRST_MARK_MS = 2_500
const RETRY_MS = 1_000

/** Codes after which the same hello will never succeed. The others of class permanent concern one message. */
const FOR_GOOD: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'protocol-version',
  'token-unknown',
  'token-revoked',
  'origin-refused',
  'wrong-door',
  'device-unknown',
  'device-superseded',
  'rate-refused',
  'source-taken',
  'malformed',
])

export function createSocketDevice(options: SocketDeviceOptions): SocketDevice {
  const { clock, devices, on = {} } = options
  const deviceIds = devices.map(({ deviceId }) => deviceId)
  const spool = createSpool(deviceIds, options.newEpoch, options.spoolLimit)
  const random = createRandom(deviceIds.join())
  const answerMs = options.answerMs ?? ANSWER_MS
  const deviceNowMs = () => Math.round(clock.nowMs() + (options.shiftMs?.() ?? 0))

  let state: LinkState = 'idle'
  let socket: Socket<HubToDevice, DeviceToHub> | undefined
  let incarnation: Incarnation | undefined
  let inFlight = false
  let most: number | undefined
  let attempts = 0
  let timer: NodeJS.Timeout | undefined
  let firstMark: NodeJS.Timeout | undefined
  let made = 0
  let acknowledged = 0
  let refused = 0
  let connections = 0
  let recorded: boolean | undefined
  let waiting: (() => void)[] = []

  let draining: (() => void)[] = []

  const settle = (): void => {
    if (spool.size() === 0 || state === 'refused' || state === 'stopped') {
      const drained = draining
      draining = []
      for (const resolve of drained) resolve()
    }
    if (state === 'linked' && (inFlight || spool.size() > 0)) return
    const ready = waiting
    waiting = []
    for (const resolve of ready) resolve()
  }
  const become = (next: LinkState, why?: Refusal): void => {
    if (state === next) return
    state = next
    on.link?.(next, why)
    settle()
  }
  const drop = (): void => {
    clearTimeout(timer)
    clearTimeout(firstMark)
    timer = undefined
    inFlight = false
    const old = socket
    socket = undefined
    old?.removeAllListeners()
    old?.disconnect()
  }
  const giveUp = (why: Refusal): void => {
    drop()
    become('refused', why)
    on.refusedForGood?.(why)
  }
  const again = (why?: Refusal): void => {
    drop()
    if (state === 'stopped' || state === 'cut' || state === 'refused') return
    clock.lost()
    become('lost', why)
    attempts += 1
    timer = setTimeout(connect, backoffMs(attempts, random))
  }

  const countThrough = (
    deviceId: DeviceId,
    epoch: Parameters<typeof spool.dealtWith>[1],
    through: number,
  ) => {
    acknowledged += spool.dealtWith(deviceId, epoch, through)
  }

  function hearHub(hub: DeviceMark): void {
    const newIncarnation = incarnation !== undefined && incarnation !== hub.incarnation
    incarnation = hub.incarnation
    clock.heard({ hubAtMs: hub.hubAtMs, rate: hub.rate, newIncarnation })
  }

  function sayHello(): void {
    const current = socket
    if (current === undefined || !current.connected) return
    inFlight = true
    const message = {
      sentAtMs: epochMs(deviceNowMs()),
      devices: devices.map((device) => ({ ...device, epoch: spool.epoch(device.deviceId) })),
    }
    current.timeout(answerMs).emit('hello', message, (late, answer) => {
      if (socket !== current) return
      inFlight = false
      if (late !== null || typeof answer !== 'object') again()
      else if (answer.ok) takeHello(answer)
      else if (FOR_GOOD.has(answer.error.code)) giveUp(answer.error)
      else again(answer.error)
    })
  }

  function takeHello(answer: Extract<HelloAck, { ok: true }>): void {
    hearHub(answer.hub)
    for (const { deviceId, acceptedThrough } of answer.devices) {
      // Numbers this run never gave: the name of its epoch has been used before.
      if (acceptedThrough > spool.lastSeq(deviceId)) spool.renew(deviceId)
      else countThrough(deviceId, spool.epoch(deviceId), acceptedThrough)
    }
    attempts = 0
    become('linked')
    on.linked?.(answer)
    pump()
  }

  function pump(): void {
    const current = socket
    if (current === undefined || state !== 'linked' || inFlight || timer !== undefined) return
    const reports = spool.message(most)
    if (reports.length === 0) {
      settle()
      return
    }
    inFlight = true
    current
      .timeout(answerMs)
      .emit('report', { sentAtMs: epochMs(deviceNowMs()), reports }, (late, answer) => {
        if (socket !== current) return
        inFlight = false
        // Whether it was taken is not known: the answer to the next hello says so.
        if (late !== null || typeof answer !== 'object') again()
        else if (answer.ok) takeAnswer(answer)
        else takeRefusal(answer.error, answer.retryAfterMs, reports.length)
      })
  }

  const pumpAfter = (waitMs: number): void => {
    timer = setTimeout(() => {
      timer = undefined
      pump()
    }, waitMs)
  }

  function takeAnswer(answer: Extract<ReportAck, { ok: true }>): void {
    most = undefined
    for (const one of answer.accepted) {
      countThrough(one.deviceId, one.epoch, one.through)
      recorded = one.recorded
    }
    let waitMs = answer.retryAfterMs ?? 0
    for (const one of answer.refused) {
      if (errorClass(one.code) !== 'transient') {
        refused += 1
        on.refused?.(one)
      } else if (one.code !== 'sequence-gap') waitMs ||= RETRY_MS
      // The hub waits for a number that is gone from here: only a new numbering can go on.
      else if (one.seq === spool.firstHeld(one.deviceId)) spool.renew(one.deviceId)
    }
    if (waitMs > 0) pumpAfter(waitMs)
    else pump()
  }

  /** The whole message was refused; nothing of it was taken. */
  function takeRefusal(error: Refusal, retryAfterMs: number | undefined, count: number): void {
    if (error.code === 'hello-first') sayHello()
    else if (error.code === 'too-large' || error.code === 'malformed') takeLess(error, count)
    else if (errorClass(error.code) === 'transient') pumpAfter(retryAfterMs ?? RETRY_MS)
    else if (FOR_GOOD.has(error.code)) giveUp(error)
    else again(error)
  }

  /** Something in the message cannot be taken: half of it, down to the one report that is at fault, which is dropped. */
  function takeLess(error: Refusal, count: number): void {
    most = count > 1 ? Math.ceil(count / 2) : undefined
    const dropped = count > 1 ? undefined : spool.dropOldest()
    if (dropped !== undefined) {
      refused += 1
      const { deviceId, epoch, seq } = dropped
      on.refused?.({ deviceId, epoch, seq, ...error })
    }
    pump()
  }

  function connect(): void {
    timer = undefined
    if (state === 'stopped' || state === 'cut') return
    become('connecting')
    const current: Socket<HubToDevice, DeviceToHub> = io(`${options.url}/devices`, {
      transports: ['websocket'],
      auth: { protocol: DEVICE_PROTOCOL, token: options.token },
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_MS,
    })
    socket = current
    const mine = (run: () => void) => () => {
      if (socket === current) run()
    }
    let greeted = false
    const greet = mine(() => {
      if (greeted) return
      greeted = true
      clearTimeout(firstMark)
      sayHello()
    })
    current.on('connect', () => {
      if (socket !== current) return
      connections += 1
      if (clock.synced()) greet()
      else firstMark = setTimeout(greet, FIRST_MARK_MS)
    })
    current.on('mark', (mark) => {
      if (socket !== current) return
      hearHub(mark)
      greet()
    })
    current.on('cuff:order', (order) => on.cuffOrder?.(order))
    current.on('infusion:state', (infusion) => on.infusion?.(infusion))
    current.on('closing', (why) => {
      if (socket === current && FOR_GOOD.has(why.code)) giveUp(why)
    })
    current.on('disconnect', mine(again))
    current.on('connect_error', (error) => {
      if (socket !== current) return
      const why = (error as Error & { data?: Refusal }).data
      if (why !== undefined && FOR_GOOD.has(why.code)) giveUp(why)
      else again(why)
    })
  }

  return {
    start() {
      if (state === 'idle') connect()
    },
    report(deviceId, body) {
      made += 1
      spool.add(deviceId, body)
      pump()
    },
    cut() {
      if (state === 'stopped' || state === 'refused') return
      become('cut')
      drop()
    },
    restore() {
      if (state !== 'cut') return
      state = 'lost'
      connect()
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        settle()
      }),
    drained: () =>
      new Promise((resolve) => {
        draining.push(resolve)
        settle()
      }),
    status: () => ({
      link: state,
      made,
      acknowledged,
      refused,
      held: spool.size(),
      lost: spool.lost(),
      recorded,
      connections,
    }),
    async stop(flushMs = 0) {
      if (state === 'stopped') return
      if (state === 'linked' && flushMs > 0)
        await Promise.race([this.idle(), new Promise((resolve) => setTimeout(resolve, flushMs))])
      const current = socket
      if (current?.connected && state === 'linked')
        await current
          .timeout(1_000)
          .emitWithAck('bye', { deviceIds })
          .catch(() => undefined)
      state = 'stopped'
      drop()
      on.link?.('stopped')
      settle()
    },
  }
}
