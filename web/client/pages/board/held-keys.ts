/** What a key does to a card that is held: on to the next or the former target, down, or back. */
export const heldKeys: Readonly<Record<string, 'drop' | 'cancel' | 1 | -1>> = {
  ' ': 'drop',
  Enter: 'drop',
  Escape: 'cancel',
  Tab: 'cancel',
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1
}

/** The target one step on, round and round; without one yet, the first or the last. `position` counts from 1. */
export function nextTarget<T>(
  targets: readonly T[],
  over: T | undefined,
  step: 1 | -1
): { over: T | undefined; position: number } {
  const before = over === undefined ? undefined : targets.indexOf(over)
  const first = step === 1 ? 0 : targets.length - 1
  const index = before === undefined ? first : (before + step + targets.length) % targets.length
  return { over: targets[index], position: index + 1 }
}
