// Owns the question whether two sessions fit into one room, in a room's list and where one is put on it. It refuses nothing, and whoever shows it asks the hub.
import type { HttpAppointment, HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { type Clash, clashesIn } from '@chairside/shared/visit/room-times.ts'
import { useQuery } from '@tanstack/react-query'
import { localOf } from './clinic-day.ts'
import { clockMinutes } from './format.ts'
import styles from './plan-dialogs.module.css'

type Placed = Pick<HttpAppointment, 'appointmentId' | 'roomId' | 'patientCode' | 'atMs' | 'state'> & {
  readonly order?: HttpAppointment['order'] | undefined
}

/** Said of the later one: "K-041W, 10:00, has the room until 11:40 at least. Is that meant?" */
export const clashWords = ({ earlier, freeAtMs }: Clash<Placed>, zone: string): string =>
  `${earlier.patientCode}, ${clockMinutes(earlier.atMs, zone)}, has the room until ${clockMinutes(freeAtMs, zone)} at least. Is that meant?`

/** Those of one room's list that begin before it is free, by the id of the later one. */
export function clashesOf(
  today: HttpToday,
  roomId: HttpAppointment['roomId'],
): readonly Clash<HttpAppointment>[] {
  const list = today.rooms.find((room) => room.roomId === roomId)?.appointments ?? []
  return clashesIn(list, today.dischargeAfterMs)
}

/** Beside the fields of an appointment that is made or moved. @param wanted as it is typed; without a room or a time: nothing */
export function RoomClashes({
  wanted,
  zone,
  ask,
}: {
  readonly wanted: Omit<Placed, 'state'> | undefined
  readonly zone: string
  /** The list of a day, by "2026-03-01". */
  readonly ask: (day: string) => Promise<HttpToday>
}) {
  const day = wanted === undefined ? '' : localOf(wanted.atMs, zone).day
  const list = useQuery({
    queryKey: ['today', day],
    queryFn: () => ask(day),
    enabled: day !== '',
  })
  if (wanted === undefined || list.data === undefined) return undefined
  const own: Placed = { ...wanted, state: 'scheduled' }
  const others = list.data.rooms
    .find(({ roomId }) => roomId === own.roomId)
    ?.appointments.filter(({ appointmentId }) => appointmentId !== own.appointmentId)
  const found = clashesIn<Placed>([...(others ?? []), own], list.data.dischargeAfterMs).filter(
    ({ earlier, later }) => earlier === own || later === own,
  )
  return (
    <div role="status" className={styles['asks']}>
      {found.map((one) => (
        <p key={one.earlier.appointmentId + one.later.appointmentId}>
          {one.later === own
            ? clashWords(one, zone)
            : `${one.later.patientCode} comes to this room at ${clockMinutes(one.later.atMs, zone)}; this session has it until ${clockMinutes(one.freeAtMs, zone)} at least. Is that meant?`}
        </p>
      ))}
    </div>
  )
}
