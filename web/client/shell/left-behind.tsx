import './offline-banner.css'
import { Hourglass } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../../messages/i18n.ts'
import { waitingQueue } from '../offline/complete.ts'

/** A session ended while something waited to be sent: it goes on its way when its person is back. */
export function LeftBehind() {
  const [count, setCount] = useState(0)
  useEffect(() => {
    void waitingQueue()
      .then((queue) => queue.countWaiting())
      .then(setCount)
      .catch(() => undefined) // where nothing can be kept nothing waits
  }, [])
  return (
    <output>
      {count > 0 && (
        <span className="offline-banner">
          <Hourglass aria-hidden />
          {t('offline.left', { count })}
        </span>
      )}
    </output>
  )
}
