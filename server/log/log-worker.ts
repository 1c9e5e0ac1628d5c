// Owns the thread that alone writes log.db. Its fsyncs stop nothing else in the hub.
import { createLogService } from './log-service.ts'
import { offer } from './thread-call.ts'

offer(createLogService())
