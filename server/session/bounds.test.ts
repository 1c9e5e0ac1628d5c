// Proves that what a session keeps in memory of the past is bounded, and that the newest is what is kept.
import type {
  CommandId,
  DeviceEpoch,
  DeviceId,
  EpochMs,
  RecordSeq,
  SessionId,
} from '@chairside/shared/ids.ts'
import { expect, test } from 'vitest'
import { createKnownCommands } from './known-commands.ts'
import { countThrough, EPOCHS_KEPT, type PreparedReport } from './prepared.ts'
import { createHeld, HELD_AT_MOST, HELD_FOR_MS } from './rooms/held.ts'

const START = 1_764_000_000_000
const deviceId = 'monitor-1' as DeviceId
const origin = (epoch: string, seq: number) => ({ deviceId, epoch: epoch as DeviceEpoch, seq })

test('[DV19] a flood of backlog into a room without a session keeps the newest, and no more than fits', () => {
  const held = createHeld()
  held.attach(
    {
      kind: 'device.attached',
      deviceId,
      deviceName: 'Monitor',
      deviceKind: 'monitor',
      signals: ['spo2'],
      everyMs: {},
      takesCuffOrders: false,
      offsetMs: 0,
    },
    START as EpochMs,
  )
  const report = (seq: number): PreparedReport => {
    const measuredAtMs = (START - HELD_FOR_MS + seq) as EpochMs
    const readings = { spo2: { status: 'measured' as const, value: 97 } }
    const named = origin('e1', seq)
    return {
      origin: named,
      taken: { ok: true, measuredAtMs, report: { ...named, kind: 'vitals', measuredAtMs, readings } },
    }
  }
  for (let seq = 1; seq <= 2 * HELD_AT_MOST; seq += 1) held.take(report(seq), START as EpochMs)
  const items = held.items(START as EpochMs)
  expect(items.length).toBeLessThanOrEqual(HELD_AT_MOST)
  expect(items.length).toBeGreaterThanOrEqual(HELD_AT_MOST / 2)
  expect(items.at(-1)?.origin.seq).toBe(2 * HELD_AT_MOST)
  expect(held.items((START + HELD_FOR_MS + 1) as EpochMs).length).toBeLessThan(items.length)
})

test('[SC12] of commands that did something the newest are known, and no more than are kept', () => {
  const known = createKnownCommands()
  const id = (at: number) => at.toString(16).padStart(32, '0') as CommandId
  for (let at = 0; at < 50_000; at += 1)
    known.add('s' as SessionId, { id: id(at), seq: (at + 1) as RecordSeq })
  expect(known.answer(id(0))).toBeUndefined()
  expect(known.answer(id(29_999))).toBeUndefined()
  expect(known.answer(id(30_000))).toMatchObject({ ok: true, seq: 30_001, sessionId: 's' })
  expect(known.answer(id(49_999))).toMatchObject({ ok: true, seq: 50_000 })
})

test('[DV7] of each device the newest epochs are counted; another device’s are not touched', () => {
  let cursors = countThrough({}, { deviceId: 'monitor-2' as DeviceId, epoch: 'mine' as DeviceEpoch, seq: 9 })
  for (let at = 0; at < 500; at += 1) cursors = countThrough(cursors, origin(`epoch-${at}`, 1))
  expect(Object.keys(cursors)).toHaveLength(EPOCHS_KEPT + 1)
  expect(cursors['monitor-2|mine']).toBe(9)
  expect(cursors['monitor-1|epoch-499']).toBe(1)
  expect(cursors['monitor-1|epoch-0']).toBeUndefined()
  expect(countThrough(cursors, origin('epoch-499', 1))).toBe(cursors)
  expect(countThrough(cursors, origin('epoch-499', 4))['monitor-1|epoch-499']).toBe(4)
})
