// Owns the process of one import: the job is the first message, what comes after it are answers.
// Never outlives whoever started it, and is ended by nobody else's Ctrl-C: that is for the hub, which then ends it in words.
import type { ImportJob } from './import-job.ts'
import { type Asked, serveImport, type Told } from './serve-import.ts'

if (!process.connected) throw new Error('this file is started for one import only, by the hub')
process.on('disconnect', () => process.exit())
// A terminal signals all of its processes at once, a service manager too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const tell = (told: Told): void => {
  process.send?.(told, undefined, undefined, () => {
    if (told.tell === 'over' && process.connected) process.disconnect?.()
  })
}
let answer: ((asked: Asked) => void) | undefined
process.on('message', (message) => {
  if (answer === undefined) answer = serveImport(message as ImportJob, tell)
  else answer(message as Asked)
})
