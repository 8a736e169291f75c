import { useSyncExternalStore } from 'react'

const wide = '(width >= 64rem)'

/** Whether there is room for columns side by side; the same width at which the shell shows its rail. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(wide)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => matchMedia(wide).matches
  )
}
