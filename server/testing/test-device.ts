// Owns the device that tests speak through: the wire as it is, with the next number filled in. Never used by the product.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { DeviceId } from '@chairside/shared/ids.ts'
import type { HelloAck, InfusionState, ReportAck } from '@chairside/shared/protocol/devices.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { Socket } from 'socket.io-client'

// biome-ignore lint/suspicious/noExplicitAny: tests send what a stranger might
export type AnyAck = any

export type TestDevice = {
  readonly socket: Socket
  readonly deviceId: DeviceId
  readonly token: string
  readonly tokenId: string
  hello(more?: object): Promise<HelloAck>
  /** Sends reports with the next numbers; each is completed with deviceId, epoch and seq. */
  send(...reports: object[]): Promise<ReportAck>
  /** One vitals report measured now. */
  vitals(readings: Record<string, number | string>, atMs?: number): Promise<ReportAck>
  cuff(systolic: number, diastolic: number, atMs?: number): Promise<ReportAck>
  /** The message exactly as given. */
  raw(message: unknown): Promise<AnyAck>
  readonly heard: { orders: AnyAck[]; infusion: InfusionState[]; closing: Refusal[]; marks: AnyAck[] }
  nextSeq: number
  epoch: string
  /** Milliseconds this device's clock is wrong. */
  shiftMs: number
}
export type DeviceSays = { readonly signals?: string[]; readonly everyMs?: object }

export const measured = (value: number | string) =>
  typeof value === 'number' ? { status: 'measured', value } : { status: 'unavailable', reason: value }

/** A vitals report as a device makes it, without its number. */
export const vitalsReport = (readings: Record<string, number | string>, measuredAtMs: number) => ({
  kind: 'vitals',
  measuredAtMs,
  readings: Object.fromEntries(Object.entries(readings).map(([signal, value]) => [signal, measured(value)])),
})
export const cuffReport = (systolic: number, diastolic: number, measuredAtMs: number) => ({
  kind: 'bloodPressure',
  measuredAtMs,
  result: { status: 'measured', systolic, diastolic },
})

export function createTestDevice(
  socket: Socket,
  who: { readonly deviceId: DeviceId; readonly token: string; readonly tokenId: string },
  clock: HubClock,
  says: DeviceSays,
): TestDevice {
  const heard: TestDevice['heard'] = { orders: [], infusion: [], closing: [], marks: [] }
  socket.on('cuff:order', (order) => heard.orders.push(order))
  socket.on('infusion:state', (state) => heard.infusion.push(state))
  socket.on('closing', (why) => heard.closing.push(why))
  socket.on('mark', (mark) => heard.marks.push(mark))
  const nowMs = () => clock.nowMs() + it.shiftMs
  const it: TestDevice = {
    ...who,
    socket,
    heard,
    nextSeq: 1,
    epoch: 'e1',
    shiftMs: 0,
    hello: (extra = {}) =>
      socket.emitWithAck('hello', {
        sentAtMs: nowMs(),
        devices: [
          {
            deviceId: who.deviceId,
            epoch: it.epoch,
            signals: says.signals ?? ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'],
            ...(says.everyMs === undefined ? {} : { everyMs: says.everyMs }),
            takesCuffOrders: true,
          },
        ],
        ...extra,
      }),
    send: (...reports) => {
      const numbered = reports.map((report) => {
        const seq = it.nextSeq
        it.nextSeq += 1
        return { deviceId: who.deviceId, epoch: it.epoch, seq, ...report }
      })
      return socket.emitWithAck('report', { sentAtMs: nowMs(), reports: numbered })
    },
    vitals: (readings, atMs = nowMs()) => it.send(vitalsReport(readings, atMs)),
    cuff: (systolic, diastolic, atMs = nowMs()) => it.send(cuffReport(systolic, diastolic, atMs)),
    raw: (message) => socket.emitWithAck('report', message),
  }
  return it
}
