// Owns a whole session made without a hub: patient, monitor, nurse and alarms from a scenario and a seed, as records.
// Never takes anything from outside its options: the same ones give the same records, to the byte.
import { createHash } from 'node:crypto'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import {
  type CommandId,
  type DeviceEpoch,
  type DeviceId,
  epochMs,
  type SessionId,
} from '@chairside/shared/ids.ts'
import { createRandom } from '@chairside/shared/random.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import { invariant } from '@chairside/shared/result.ts'
import { DEFAULT_SITE } from '@chairside/shared/visit/site.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { createSimulatedBody, type Second } from '../simulated-body.ts'
import type { ReportBody } from '../spool.ts'
import { createMadeLog } from './made-log.ts'
import { createMadeNurse } from './made-nurse.ts'
import { endFact, MADE_NURSE, planFacts } from './made-visit.ts'

/** Within a second of the file: a report is on its way this long, then the nurse looks. */
const ON_THE_WAY_MS = { from: 20, to: 90 } as const
const NURSE_LOOKS_MS = 500
/** No room of a clinic: nothing was simulated in one. */
export const MADE_ROOM = { roomId: 'simulated', name: 'Simulated' } as const

export type MadeSessionOptions = {
  readonly scenario: Scenario
  readonly seed: string
  readonly minutes: number
  /** When the session opens, milliseconds since 1970. */
  readonly startsAtMs: number
  readonly patientCode: string
  /** IANA zone of the clinic. */
  readonly zone: string
}
export type MadeSession = { readonly sessionId: SessionId; readonly records: readonly LogRecord[] }

/** A cable or a clock that fails does so between a monitor and a hub, and here is no hub. */
export const canBeMade = ({ events }: Scenario): boolean =>
  events.every(({ kind }) => kind !== 'linkDrop' && kind !== 'clockJump')

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

const recordOf = (
  report: ReportBody,
  origin: Extract<RecordBody, { kind: 'vitals' }>['origin'],
): RecordBody => {
  switch (report.kind) {
    case 'vitals':
      return { kind: 'vitals', origin, measuredAtMs: report.measuredAtMs, readings: report.readings }
    case 'cuffStarted':
      return {
        kind: 'cuff.started',
        origin,
        startedAtMs: report.startedAtMs,
        ...(report.orderId === undefined ? {} : { orderId: report.orderId }),
      }
    case 'bloodPressure':
      return {
        kind: 'bloodPressure',
        origin,
        measuredAtMs: report.measuredAtMs,
        ...(report.startedAtMs === undefined ? {} : { startedAtMs: report.startedAtMs }),
        result: report.result,
      }
    case 'status':
      return { kind: 'battery', origin, deviceId: origin.deviceId, ...report.battery }
  }
}

type MadeDevice = {
  readonly attached: Extract<RecordBody, { kind: 'device.attached' }>
  /** Its reports of one second, as records. */
  records(second: Second, atMs: number): readonly RecordBody[]
}

function createMadeDevice(said: Scenario['devices'][number], index: number, epoch: DeviceEpoch): MadeDevice {
  const deviceId = `simulated-${index + 1}` as DeviceId
  const hasCuff = said.signals.includes('bloodPressure')
  let seq = 0
  return {
    attached: {
      kind: 'device.attached',
      deviceId,
      deviceName: `Simulated ${said.name}`,
      deviceKind: 'simulated',
      signals: [...said.signals],
      everyMs: Object.fromEntries(said.signals.filter((s) => s !== 'bloodPressure').map((s) => [s, 1_000])),
      takesCuffOrders: hasCuff,
      offsetMs: 0,
    },
    records({ readings, cuff }, atMs) {
      const own = Object.entries(readings).filter(([signal]) =>
        (said.signals as readonly string[]).includes(signal),
      )
      const vitals: ReportBody = {
        kind: 'vitals',
        measuredAtMs: epochMs(atMs),
        readings: Object.fromEntries(own),
      }
      return [vitals, ...(hasCuff ? cuff : [])].map((report) => {
        seq += 1
        return recordOf(report, { deviceId, epoch, seq })
      })
    },
  }
}

/** Makes the session from its opening to its closing. About a second for an hour and a half. */
export function makeSession(options: MadeSessionOptions): MadeSession {
  const { scenario, seed, minutes, startsAtMs, patientCode, zone } = options
  invariant(canBeMade(scenario), `${scenario.name} needs a hub`)
  const name = JSON.stringify([scenario.name, seed, minutes, startsAtMs, patientCode, zone])
  const sessionId = `made-${hex(name).slice(0, 24)}` as SessionId
  const endsAtMs = startsAtMs + minutes * 60_000
  const rules = ADULT_KETAMINE_INFUSION
  const random = createRandom(`${seed}/${scenario.name}/made`)
  const onTheWay = random.fork('on the way')
  let commands = 0
  const commandId = (): CommandId => {
    commands += 1
    return hex(`${sessionId}/command/${commands}`).slice(0, 32) as CommandId
  }

  const log = createMadeLog(rules, startsAtMs)
  const body = createSimulatedBody(scenario, seed, startsAtMs)
  const nurse = createMadeNurse({
    random: random.fork('nurse'),
    openedAtMs: startsAtMs,
    endsAtMs,
    commandId,
  })
  const epoch = hex(`${sessionId}/epoch`).slice(0, 16) as DeviceEpoch
  const devices = scenario.devices.map((said, index) => createMadeDevice(said, index, epoch))

  log.record({
    kind: 'session.opened',
    by: MADE_NURSE,
    commandId: commandId(),
    sessionId,
    roomId: MADE_ROOM.roomId as Extract<RecordBody, { kind: 'session.opened' }>['roomId'],
    roomName: MADE_ROOM.name,
    patientCode,
    provenance: 'simulated',
    zone,
    profile: rules.profile,
    clockRate: 1,
    site: DEFAULT_SITE,
  })
  for (const fact of planFacts({ commandId }, startsAtMs)) log.record(fact)
  for (const { attached } of devices) log.record(attached)

  /** The hub's own orders reach the cuff as they are recorded: it begins with its next second. */
  let heard = 0
  const hearOrders = (): void => {
    const records = log.records()
    for (; heard < records.length; heard += 1) {
      const record = records[heard]
      if (record?.kind === 'cuff.ordered') body.orderCuff(record.orderId)
    }
  }
  for (let atMs = startsAtMs; atMs < endsAtMs; atMs += 1_000) {
    hearOrders()
    const second = body.second(atMs)
    let arrivesAtMs = atMs
    for (const device of devices) {
      arrivesAtMs += Math.round(onTheWay.range(ON_THE_WAY_MS.from, ON_THE_WAY_MS.to))
      log.moveTo(arrivesAtMs)
      for (const record of device.records(second, atMs)) log.record(record)
    }
    log.moveTo(atMs + NURSE_LOOKS_MS)
    for (const act of nurse.acts(log.state(), log.nowMs())) {
      log.record(act)
      if (act.kind !== 'infusion') continue
      const { rates, plan } = log.state().infusion
      const mgPerMl = plan === undefined ? undefined : plan.doseMg / plan.volumeMl
      body.pumpLog({ sessionId, rates, mgPerMl })
    }
  }
  log.moveTo(endsAtMs)
  log.record(endFact({ commandId }, log.state(), endsAtMs))
  return { sessionId, records: log.records() }
}
