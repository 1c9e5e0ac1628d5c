// Proves which appointments of a room run into one another: by the order and the time after the end, and by nothing else.
import { describe, expect, test } from 'vitest'
import type { HttpAppointment } from '../protocol/http-visits.ts'
import { clashesIn, roomNeededMs } from './room-times.ts'

const MIN = 60_000
const AFTER = 60 * MIN
const order = (minutes: number, drug = 'ketamine') => ({ minutes, drug }) as HttpAppointment['order']
const at = (minute: number, over: Partial<HttpAppointment> = {}) => ({
  appointmentId: `at ${minute}`,
  atMs: (minute * MIN) as HttpAppointment['atMs'],
  order: order(40),
  state: 'scheduled' as const,
  ...over,
})
const clashes = (...list: ReturnType<typeof at>[]) =>
  clashesIn(list, AFTER).map(({ earlier, later, freeAtMs }) => [
    ...[earlier.appointmentId, later.appointmentId],
    freeAtMs / MIN,
  ])

describe('sessions in a room', () => {
  test.each([
    ['as it is ordered', order(40), 100],
    ['60 min long', order(60), 120],
    ['of esketamine', order(40, 'Esketamine'), 160],
    ['without an order', undefined, 60],
  ])('[PT45] one %s needs it %s min at least', (_what, ordered, minutes) => {
    expect(roomNeededMs(ordered, AFTER) / MIN).toBe(minutes)
  })

  test('[PT45] one that begins before the room is free is asked about; at that minute it is not', () => {
    expect(clashes(at(1), at(0))).toEqual([['at 0', 'at 1', 100]])
    expect(clashes(at(0), at(99), at(100))).toEqual([
      ['at 0', 'at 99', 100],
      ['at 99', 'at 100', 199],
    ])
    expect(clashes(at(0), at(100), at(200))).toEqual([])
  })

  test('[PT45] what is over, missed or off the list takes no room', () => {
    for (const state of ['closed', 'missed', 'cancelled'] as const)
      expect(clashes(at(0, { state }), at(1))).toEqual([])
    expect(clashes(at(0, { state: 'open' }), at(1))).toHaveLength(1)
  })
})
