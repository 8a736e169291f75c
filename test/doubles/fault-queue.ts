/** What goes wrong with the next calls of a double. */
export class FaultQueue<Fault> {
  readonly #faults: (Fault | undefined)[] = []

  /** `after` so many more that go well. */
  readonly fail = (how: Fault, after = 0): void => {
    for (let well = 0; well < after; well++) this.#faults.push(undefined)
    this.#faults.push(how)
  }

  next(): Fault | undefined {
    return this.#faults.shift()
  }
}
