import type { Screen } from './terminal.ts'

/** Lines that are redrawn where they stand, and make room for whatever else is said. */
export type LiveView = {
  draw(): void
  /** Says something above them. */
  above<T>(say: () => T): T
  /** Stays out of the way while somebody types. */
  aside<T>(run: () => Promise<T>): Promise<T>
  /** Leaves the last frame where it is. */
  end(): void
}

export function liveView(screen: Screen, frame: () => readonly string[]): LiveView {
  let drawn = 0
  let isAside = false
  let hasEnded = false
  const erase = () => {
    if (drawn > 0) screen.write(`\u001B[${drawn}A\r\u001B[J`)
    drawn = 0
  }
  const draw = () => {
    if (isAside || hasEnded) return
    const lines = frame()
    erase()
    screen.write(lines.map((line) => `${line}\n`).join(''))
    drawn = lines.length
  }
  const stop = screen.every(draw)
  return {
    draw,
    above(say) {
      if (hasEnded) return say()
      erase()
      const said = say()
      draw()
      return said
    },
    async aside(run) {
      if (hasEnded) return run()
      erase()
      isAside = true
      try {
        return await run()
      } finally {
        isAside = false
        draw()
      }
    },
    end() {
      if (hasEnded) return
      stop()
      draw()
      hasEnded = true
    }
  }
}
