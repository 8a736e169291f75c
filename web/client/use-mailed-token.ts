import { useEffect, useState } from 'react'
import { useLocation } from 'react-router'

/** The token behind the `#` of a mailed link: taken once and out of the address bar at once, so that it stays in no history. */
export function useMailedToken(): string | null {
  const location = useLocation()
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [location])
  return token
}
