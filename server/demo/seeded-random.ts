/** Numbers from 0 up to 1 that are the same for the same seed: the minimal standard generator of Park and Miller (1988). */
export function seededRandom(seed: number): () => number {
  const modulus = 2 ** 31 - 1
  let state = (seed % (modulus - 1)) + 1
  return () => {
    state = (state * 48_271) % modulus
    return (state - 1) / (modulus - 1)
  }
}
