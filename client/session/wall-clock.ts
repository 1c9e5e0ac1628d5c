// Owns this machine's own time of day, which goes on through a reload. Only ever to carry hub time on where nothing else can.

/** Milliseconds since 1970, as this machine believes. */
export const wallNow = (): number => Date.now()
