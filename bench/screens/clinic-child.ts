// Owns the process of the clinic: what a bench asks of it over the process's channel. Apart from the browser's driver, so
// that neither waits for the other.
import { type Clinic, createClinic } from './clinic.ts'
import type { ClinicAnswer, ClinicRequest, ClinicSettings } from './clinic-process.ts'
import { makeSeconds } from './series.ts'

const settings = JSON.parse(process.env['BENCH_CLINIC'] ?? '{}') as ClinicSettings
const clinic: Clinic = await createClinic(settings.startMs, makeSeconds(settings.lengthS))

async function answer(request: ClinicRequest): Promise<number> {
  switch (request.do) {
    case 'pass':
      return clinic.pass(request.seconds)
    case 'live':
      clinic.live()
      return 0
    case 'cuff':
      await clinic.cuff(request.reading)
      return 0
    case 'act':
      await clinic.act(request.act)
      return 0
    case 'head':
      return clinic.head()
    case 'stop':
      await clinic.stop()
      return 0
  }
}

process.on('message', (request: ClinicRequest) => {
  answer(request).then(
    (value) => {
      process.send?.({ id: request.id, value } satisfies ClinicAnswer)
      if (request.do === 'stop') process.exit(0)
    },
    (error: unknown) => {
      process.send?.({ id: request.id, value: 0, error: String(error) } satisfies ClinicAnswer)
    },
  )
})
process.on('disconnect', () => process.exit(0))
const { url, roomId, sessionId, cookie } = clinic
process.send?.({ id: 0, value: 0, ready: { url, roomId, sessionId, cookie } } satisfies ClinicAnswer)
