// Proves the numbering of reports: no number twice, no hole, nothing twice under two epochs.
import type { DeviceEpoch, DeviceId } from '@chairside/shared/ids.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import { MAX_DEVICE_MESSAGE_BYTES } from '@chairside/shared/protocol/devices.ts'
import { describe, expect, it } from 'vitest'
import { createSpool, type ReportBody } from './spool.ts'

const A = 'a' as DeviceId
const B = 'b' as DeviceId
const body = (atMs: number): ReportBody => ({
  kind: 'vitals',
  measuredAtMs: epochMs(atMs),
  readings: { heartRate: { status: 'measured', value: 70 } },
})
const names = () => {
  let n = 0
  return () => {
    n += 1
    return `e${n}`
  }
}
const seqs = (reports: readonly { seq: number }[]) => reports.map((report) => report.seq)

describe('the spool', () => {
  it('[PL8] numbers 1, 2, 3 … per device, keeps what is not dealt with, and sends it again in order', () => {
    const spool = createSpool([A, B], names())
    for (let i = 0; i < 3; i += 1) {
      spool.add(A, body(i))
      spool.add(B, body(i))
    }
    expect(spool.message().map((r) => `${r.deviceId}${r.seq}`)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
    expect(spool.dealtWith(A, 'e1' as DeviceEpoch, 2)).toBe(2)
    expect(spool.message().map((r) => `${r.deviceId}${r.seq}`)).toEqual(['b1', 'b2', 'a3', 'b3'])
    expect(spool.dealtWith(A, 'e1' as DeviceEpoch, 2)).toBe(0)
    expect(spool.dealtWith(A, 'another' as DeviceEpoch, 99)).toBe(0)
  })

  it('[PL8] a message holds at most 500 reports and 200 kB', () => {
    const many = createSpool([A], names())
    for (let i = 0; i < 1_200; i += 1) many.add(A, body(i))
    expect(many.message()).toHaveLength(500)
    const big = createSpool([A], names())
    const readings = Object.fromEntries(
      ['heartRate', 'pulseRate', 'spo2', 'respirationRate'].map((s) => [
        s,
        { status: 'measured', value: 97.123456789 },
      ]),
    )
    for (let i = 0; i < 1_200; i += 1) big.add(A, { ...body(i), readings } as ReportBody)
    const message = big.message()
    expect(message.length).toBeGreaterThan(100)
    expect(JSON.stringify({ sentAtMs: 1, reports: message }).length).toBeLessThanOrEqual(
      MAX_DEVICE_MESSAGE_BYTES,
    )
  })

  it('[PL9] a full spool loses the oldest, all that may be in the log among them, and opens a new epoch from 1', () => {
    const spool = createSpool([A], names(), 100)
    for (let i = 0; i < 100; i += 1) spool.add(A, body(i))
    spool.message(40)
    spool.add(A, body(100))
    expect(spool.lost()).toBe(40)
    const held = spool.message()
    expect(held).toHaveLength(61)
    expect(new Set(held.map((report) => report.epoch))).toEqual(new Set(['e2']))
    expect(seqs(held)).toEqual(Array.from({ length: 61 }, (_, i) => i + 1))
    expect(held[0]).toMatchObject({ measuredAtMs: 40 })
    // The late answer about the old epoch changes nothing.
    expect(spool.dealtWith(A, 'e1' as DeviceEpoch, 40)).toBe(0)
  })

  it('[PL9] a renewed numbering goes on from where the renumbered reports end', () => {
    const spool = createSpool([A, B], names())
    for (let i = 0; i < 4; i += 1) spool.add(A, body(i))
    spool.add(B, body(9))
    spool.dealtWith(A, 'e1' as DeviceEpoch, 2)
    expect(spool.firstHeld(A)).toBe(3)
    spool.renew(A)
    spool.add(A, body(4))
    const held = spool.message()
    expect(held.map((r) => `${r.deviceId}:${r.epoch}:${r.seq}`)).toEqual([
      'a:e3:1',
      'a:e3:2',
      'b:e2:1',
      'a:e3:3',
    ])
    expect(spool.lastSeq(A)).toBe(3)
  })

  it('[PL9] a report the hub will never take is given up alone', () => {
    const spool = createSpool([A], names())
    for (let i = 0; i < 3; i += 1) spool.add(A, body(i))
    expect(spool.dropOldest()).toMatchObject({ seq: 1, epoch: 'e1' })
    expect(spool.message().map((r) => `${r.epoch}:${r.seq}`)).toEqual(['e2:1', 'e2:2'])
    expect(createSpool([A], names()).dropOldest()).toBeUndefined()
  })
})
