import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { waitingCode } from './waiting-code.ts'

/** The code behind `#` or the one that waited; taken out of the address bar at once. */
export function useInvitedCode(): string {
  const location = useLocation()
  const [code] = useState(() => location.hash.slice(1) || waitingCode())
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [location])
  return code
}
