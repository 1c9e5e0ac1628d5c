// Owns on which number of a room an alarm is marked: the ones that the hub names, which alone knows the room's limits. What is
// over is marked on none; the alarm's words stand there either way.
import type { RoomAlarm } from '@chairside/shared/protocol/screens.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'

type Place = 'rate' | 'systolic' | 'diastolic' | 'spo2'
export type RoomMarks = Readonly<Partial<Record<Place, Priority>>>

const RANK: Readonly<Record<Priority, number>> = { high: 2, medium: 1, low: 0 }

function placeOf(quantity: Quantity): Place | undefined {
  switch (quantity) {
    case 'heartRate':
    case 'pulseRate':
      return 'rate'
    case 'systolic':
    case 'diastolic':
    case 'spo2':
      return quantity
    case 'mean':
    case 'respirationRate':
      return undefined
  }
}

/** The numbers an alarm is about. Of a mean pressure, which has no number in a list, the halves that broke, or the pair. */
function placesOf({ quantity, alsoBeyond = [] }: RoomAlarm): readonly Place[] {
  if (quantity === undefined) return []
  const places = [quantity, ...alsoBeyond].map(placeOf).filter((place) => place !== undefined)
  return quantity === 'mean' && places.length === 0 ? ['systolic', 'diastolic'] : places
}

export function marksOf(alarms: readonly RoomAlarm[]): RoomMarks {
  const marks: Partial<Record<Place, Priority>> = {}
  for (const alarm of alarms) {
    if (alarm.latched === true) continue
    for (const place of placesOf(alarm)) {
      const now = marks[place]
      if (now === undefined || RANK[alarm.priority] > RANK[now]) marks[place] = alarm.priority
    }
  }
  return marks
}
