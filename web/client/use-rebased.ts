import { useState } from 'react'
import { rebased } from './rebase.ts'

/** While something is being edited, a newer version of it shows in the fields that were left alone. */
export function useRebased<T extends object>(current: T, draft: T, replace: (draft: T) => void): void {
  const [base, setBase] = useState(current)
  if (JSON.stringify(current) === JSON.stringify(base)) return
  // React draws anew before anything is shown: https://react.dev/reference/react/useState#storing-information-from-previous-renders
  setBase(current)
  replace(rebased(draft, base, current))
}
