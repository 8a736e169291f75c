import { useSyncExternalStore } from 'react'
import { isConnected, onConnectionChange } from '../../connection.ts'

/** False when the browser knows that there is no network, and while honeyDue does not answer. */
export function useOnline(): boolean {
  return useSyncExternalStore(onConnectionChange, isConnected)
}
