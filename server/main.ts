// Owns the hub's process: configuration in, signals and exit codes out.
// Never starts with a setting it does not understand.
import { pino } from 'pino'
import { configOfProcess } from './config.ts'
import { runHub } from './run-hub.ts'

const EXIT_CONFIG = 2
const EXIT_FATAL = 1

const config = configOfProcess()
if (!config.ok) {
  console.error(config.error.message)
  process.exit(EXIT_CONFIG)
}
const logger = pino({ level: config.value.logLevel, base: { pid: process.pid } })

process.on('unhandledRejection', (error) => logger.error({ err: error }, 'a promise was not looked after'))

let stop: ((reason: string, code: number) => void) | undefined
let running: Awaited<ReturnType<typeof runHub>>
try {
  running = await runHub(config.value, logger, (error) => {
    logger.fatal({ err: error }, 'nothing can be recorded any more')
    stop?.('the log has failed', EXIT_FATAL)
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(EXIT_CONFIG)
}
if (!running.ok) {
  console.error(running.error.message)
  process.exit(EXIT_CONFIG)
}
const hub = running.value

let stopping = false
stop = (reason, code) => {
  if (stopping) return
  stopping = true
  logger.info({ reason }, 'stopping')
  hub.stop(reason).then(
    () => process.exit(code),
    (error: unknown) => {
      logger.fatal({ err: error }, 'stopping failed')
      process.exit(EXIT_FATAL)
    },
  )
}
process.on('SIGTERM', () => stop?.('it was asked to (SIGTERM)', 0))
process.on('SIGINT', () => stop?.('it was asked to (Ctrl-C)', 0))
// The parent of a demo went away: nobody would end this hub.
process.on('disconnect', () => stop?.('its parent has ended', 0))

logger.info({ url: hub.url, zone: config.value.zone, rate: config.value.clockRate }, 'ready')
if (process.send !== undefined) process.send({ ready: true, url: hub.url, demo: hub.demo })
else console.error(`Chairside hub: ${hub.url}`)
