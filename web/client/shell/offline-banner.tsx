import './offline-banner.css'
import { CloudOff } from 'lucide-react'
import { t } from '../../messages/i18n.ts'
import { useOnline } from './use-online.ts'

/** Before signing in: what needs a connection. */
export function OfflineBanner() {
  const isOnline = useOnline()
  return <output>{!isOnline && <OfflineLine text={t('offline.entrance')} />}</output>
}

export function OfflineLine({ text }: { text: string }) {
  return (
    <span className="offline-banner">
      <CloudOff aria-hidden />
      {text}
    </span>
  )
}
