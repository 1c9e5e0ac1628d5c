// Owns the reports a device has made and the hub has not yet dealt with, and their numbers. Pure of sockets and time.
// Never gives one number to two reports, never leaves a hole in an epoch, never sends under a new epoch what may
// already be in the log.
import type { DeviceEpoch, DeviceId } from '@chairside/shared/ids.ts'
import { MAX_DEVICE_MESSAGE_BYTES, MAX_REPORTS_PER_MESSAGE } from '@chairside/shared/protocol/devices.ts'
import type { Report } from '@chairside/shared/record/report.ts'

/** A report before it has its number. */
type Unnumbered<R> = R extends Report ? Omit<R, 'deviceId' | 'epoch' | 'seq'> : never
export type ReportBody = Unnumbered<Report>

/** About five hours of one device at 1 Hz. */
export const SPOOL_LIMIT = 20_000
/** Room for `sentAtMs`, the event's name and the brackets. */
const MESSAGE_BYTES = MAX_DEVICE_MESSAGE_BYTES - 2_000

type Entry = { report: Report; readonly bytes: number }

export type Spool = {
  add(deviceId: DeviceId, body: ReportBody): void
  /** The oldest reports that fit one message; they stay until they are dealt with. `most` limits them further. */
  message(most?: number): readonly Report[]
  /** The hub has dealt with everything of this epoch through this number. */
  dealtWith(deviceId: DeviceId, epoch: DeviceEpoch, through: number): number
  /** Gives up the oldest report: the hub will never take it. */
  dropOldest(): Report | undefined
  /** Goes on under a new epoch, from 1: for when the hub expects a number this spool no longer has. */
  renew(deviceId: DeviceId): void
  epoch(deviceId: DeviceId): DeviceEpoch
  /** The last number given in this device's epoch. */
  lastSeq(deviceId: DeviceId): number
  /** The oldest number still held of this device. */
  firstHeld(deviceId: DeviceId): number | undefined
  size(): number
  /** Reports thrown away because the spool was full. */
  lost(): number
}

/**
 * @param newEpoch a name no run of this device has used before
 * @param limit reports held at most; above it the oldest tenth is lost, which opens a new epoch
 */
export function createSpool(
  deviceIds: readonly DeviceId[],
  newEpoch: () => string,
  limit: number = SPOOL_LIMIT,
): Spool {
  const numbering = new Map<DeviceId, { epoch: DeviceEpoch; last: number }>()
  for (const deviceId of deviceIds) numbering.set(deviceId, { epoch: newEpoch() as DeviceEpoch, last: 0 })
  let entries: Entry[] = []
  /** Of the oldest entries, how many have been in a message and so may be in the log. */
  let sent = 0
  let lost = 0

  const of = (deviceId: DeviceId) => {
    const found = numbering.get(deviceId)
    if (found === undefined) throw new Error(`invariant: no device ${deviceId} in this spool`)
    return found
  }
  const renew = (deviceId: DeviceId): void => {
    const fresh = { epoch: newEpoch() as DeviceEpoch, last: 0 }
    numbering.set(deviceId, fresh)
    for (const entry of entries) {
      if (entry.report.deviceId !== deviceId) continue
      fresh.last += 1
      entry.report = { ...entry.report, epoch: fresh.epoch, seq: fresh.last }
    }
  }
  const keep = (wanted: (report: Report, index: number) => boolean): number => {
    const before = entries.length
    const kept: Entry[] = []
    let keptSent = 0
    entries.forEach((entry, index) => {
      if (!wanted(entry.report, index)) return
      kept.push(entry)
      if (index < sent) keptSent += 1
    })
    entries = kept
    sent = keptSent
    return before - entries.length
  }
  const makeRoom = (): void => {
    const drop = Math.max(sent, Math.ceil(limit / 10))
    const touched = new Set(entries.slice(0, drop).map((entry) => entry.report.deviceId))
    lost += keep((_, index) => index >= drop)
    for (const deviceId of touched) renew(deviceId)
  }

  return {
    add(deviceId, body) {
      if (entries.length >= limit) makeRoom()
      const counter = of(deviceId)
      counter.last += 1
      const report = { deviceId, epoch: counter.epoch, seq: counter.last, ...body } as Report
      entries.push({ report, bytes: Buffer.byteLength(JSON.stringify(report)) + 1 })
    },
    message(most = MAX_REPORTS_PER_MESSAGE) {
      const reports: Report[] = []
      let bytes = 0
      for (const entry of entries) {
        if (reports.length >= Math.min(most, MAX_REPORTS_PER_MESSAGE)) break
        if (reports.length > 0 && bytes + entry.bytes > MESSAGE_BYTES) break
        reports.push(entry.report)
        bytes += entry.bytes
      }
      sent = Math.max(sent, reports.length)
      return reports
    },
    dealtWith: (deviceId, epoch, through) =>
      keep((report) => report.deviceId !== deviceId || report.epoch !== epoch || report.seq > through),
    dropOldest() {
      const oldest = entries[0]?.report
      if (oldest === undefined) return undefined
      keep((_, index) => index > 0)
      renew(oldest.deviceId)
      return oldest
    },
    renew,
    epoch: (deviceId) => of(deviceId).epoch,
    lastSeq: (deviceId) => of(deviceId).last,
    firstHeld: (deviceId) => entries.find((entry) => entry.report.deviceId === deviceId)?.report.seq,
    size: () => entries.length,
    lost: () => lost,
  }
}
