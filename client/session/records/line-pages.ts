// Owns the lines of a recording as the text they came in, with where each begins: a tenth of what they are as objects. Never
// decodes; never keeps more text than it was allowed to.

/** Some of a recording's lines, `first` … `last`. Text that was let go can be put back. */
type Page = {
  readonly first: number
  readonly last: number
  /** Where each line begins, and where the last ends; undefined: let go. */
  held: { readonly text: string; readonly starts: Uint32Array } | undefined
}

export type LinePages = {
  /**
   * Adds or puts back a page. Pages are added in order.
   * @param starts of each line in `text`, and where the last one ends
   */
  put(first: number, text: string, starts: Uint32Array): void
  /** The lines, or which pages have to be put back for them. */
  lines(
    first: number,
    last: number,
  ): readonly string[] | readonly { readonly first: number; readonly last: number }[]
}

/** @param mostChars of text held at a time; the page used longest ago goes first */
export function createLinePages(mostChars = Number.POSITIVE_INFINITY): LinePages {
  const pages: Page[] = []
  /** Held ones, the one used last at the end. */
  let held: Page[] = []
  let chars = 0

  function hold(page: Page): void {
    held = held.filter((other) => other !== page)
    held.push(page)
    while (chars > mostChars && held.length > 1) {
      const oldest = held.shift() as Page
      chars -= oldest.held?.text.length ?? 0
      oldest.held = undefined
    }
  }

  return {
    put(first, text, starts) {
      const last = first + starts.length - 2
      let page = pages.find((known) => known.first === first)
      if (page === undefined) {
        page = { first, last, held: undefined }
        pages.push(page)
      }
      if (page.held === undefined) chars += text.length
      page.held = { text, starts }
      hold(page)
    },
    lines(first, last) {
      const wanted = pages.filter((page) => page.last >= first && page.first <= last)
      const gone = wanted.filter((page) => page.held === undefined)
      if (gone.length > 0) return gone.map((page) => ({ first: page.first, last: page.last }))
      const found: string[] = []
      for (const page of wanted) {
        const { text, starts } = page.held as NonNullable<Page['held']>
        const to = Math.min(last, page.last)
        for (let seq = Math.max(first, page.first); seq <= to; seq += 1) {
          const index = seq - page.first
          found.push(text.slice(starts[index], starts[index + 1]))
        }
        hold(page)
      }
      return found
    },
  }
}

/** Where the lines of a text begin that are each ended by a line feed, and where the last one ends. */
export function lineStarts(text: string): Uint32Array {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  const starts = new Uint32Array(count)
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts[line] = at + 1
    line += 1
  }
  return starts
}
