// Owns the scene most tests begin with: a session in room 1, its monitor, and two nurses who can press.
// Never used by the product.
import { type SessionId, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandAnswer, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { expect } from 'vitest'
import { type HubFixture, hubFixture, type TestDevice, type TestScreen } from './hub-fixture.ts'

export type Ward = HubFixture & {
  readonly nora: TestScreen
  readonly nils: TestScreen
  readonly sessionId: SessionId
  readonly stream: StreamId
  readonly monitor: TestDevice
  /** Committed head of the session. */
  head(): number
  /** What is alarmed of the patient, without what is said of screens, sensors and monitors. */
  alarms(): Promise<readonly RecordOf<'alarm'>[]>
  /** Presses with what stands on the screen; the session is filled in. */
  press(screen: TestScreen, body: object, more?: object): Promise<CommandAnswer>
}

export async function ward(...given: Parameters<typeof hubFixture>): Promise<Ward> {
  const it = await hubFixture(...given)
  const nora = await it.screen('Nora Nurse')
  const nils = await it.screen('Nils Nurse')
  const atTheChair = { view: `chairside:${it.roomId}` }
  for (const screen of [nora, nils]) await screen.hello(atTheChair)
  const sessionId = await it.openSession(nora)
  const stream = sessionStream(sessionId)
  const monitor = await it.device(it.clock.rate.kind === 'scaled' ? 'simulated' : 'monitor')
  await monitor.hello()
  const head = () => it.hub.registry.openSession(sessionId)?.head() ?? 0
  const press: Ward['press'] = (screen, body, more = {}) =>
    screen.command({ sessionId, ...body } as CommandBody, { basedOnSeq: head(), ...more })
  const alarms = async () => (await it.records(stream, 'alarm')).filter(({ limit }) => limit !== undefined)
  return Object.assign(it, { nora, nils, sessionId, stream, monitor, head, press, alarms })
}

/** What a refusal looks like: its code, a sentence, and the field where there is one. */
export const refused = (code: string, field?: string) => ({
  ok: false,
  error: { code, message: expect.stringMatching(/\.$/), ...(field === undefined ? {} : { field }) },
})
