// Owns the thread that reads sealed history, so that a library page, an export or a check never delays a commit.
import { createReaderService } from './log-reader.ts'
import { offer } from './thread-call.ts'

offer(createReaderService())
