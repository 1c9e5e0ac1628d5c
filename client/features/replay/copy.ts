// Owns putting a text where it can be pasted from. An insecure page has no clipboard: then the answer is no, and the page
// shows the text instead.

/** @returns whether it was copied */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
