// Owns the start of the page: puts the core, the pages and the look together, once.
import '@mantine/core/styles.layer.css'
import './tokens.css'
import './global.css'
import '../ui/flash.css'
import { createRoot } from 'react-dom/client'
import { account, history } from '../net/api.ts'
import { createHubSocket } from '../net/hub-socket.ts'
import { createMetronome } from '../session/hub/metronome.ts'
import { keeperOf, memoryKeeper } from '../session/kept.ts'
import { createScreen } from '../session/screen.ts'
import { startSound } from '../sound/browser-sound.ts'
import { applyDisplay, readDisplay } from '../ui/display.ts'
import { alignFlashes } from '../ui/flash.ts'
import { App } from './app.tsx'
import { keepPage } from './keep-page.ts'
import { startScreen, type Ways } from './late-link.ts'
import { startSoundWhenPlaced } from './late-sound.ts'
import { router } from './router.tsx'

applyDisplay(readDisplay())
alignFlashes(document)

const metronome = createMetronome()
const monoNow = () => performance.now()
/** A browser may forbid it. */
function keeperHere() {
  try {
    return keeperOf(localStorage)
  } catch {
    return memoryKeeper()
  }
}
const screen = createScreen({
  keeper: keeperHere(),
  wire: createHubSocket(__CHAIRSIDE_BUILD__),
  history,
  account,
  metronome,
  monoNow,
  randomBytes: () => crypto.getRandomValues(new Uint8Array(16)),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})
const ways: Ways = {
  onWay: (went) => router.subscribe('onBeforeNavigate', ({ toLocation }) => went(toLocation.pathname)),
}
const sound = startSoundWhenPlaced(screen, location.pathname, ways, () =>
  startSound(screen, metronome, monoNow),
)
const keptPage = keepPage(screen)
startScreen(screen, location.pathname, ways)

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App screen={screen} sound={sound} keptPage={keptPage} />)
