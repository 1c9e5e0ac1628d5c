// Proves that a patient who was ready to go and is treated again is watched again.
import { expect, test } from 'vitest'
import { RATE, visitWard } from './testing/visit-ward.ts'

test.each([
  ['a restart', 'Nora Nurse'],
  ['recovery', 'Nora Nurse'],
  ['HELP by nobody', undefined],
] as const)(
  '[HV29] the monitor was off by name; after %s a signal that is lost in a breach is said',
  async (how, by) => {
    await using it = await visitWard()
    await it.toRecovery()
    await it.signOffs()
    await it.does(it.nora, { type: 'phase.set', phase: 'ready' })
    await it.does(it.nora, { type: 'monitor.off', on: true })
    if (how === 'a restart')
      await it.does(it.nora, { type: 'infusion.start', rateMlPerHr: RATE, confirmed: true })
    else if (how === 'recovery') await it.does(it.nora, { type: 'phase.set', phase: 'recovery' })
    else {
      const screen = await it.screen(await it.enrol(it.roomId))
      await screen.hello()
      await it.does(screen, { type: 'help' })
      expect(it.state().phase).toBe('emergency')
    }
    expect(it.state().monitorOff?.by).toBe(by === undefined ? 'Nora Nurse' : undefined)
    await it.pass(15)
    await it.pass(7, { heartRate: 72, pulseRate: 72, spo2: 83 })
    await it.pass(5, { heartRate: 72, pulseRate: 'sensorOff', spo2: 'sensorOff' })
    const raised = await it.records(it.stream, 'alarm')
    expect(raised).toContainEqual(
      expect.objectContaining({ condition: 'noValueSpo2', level: 'lostPendingHigh', priority: 'high' }),
    )
  },
)
