import './offline-banner.css'
import { CloudOff } from 'lucide-react'
import { t } from '../../messages/i18n.ts'
import { useOnline } from './use-online.ts'

export function OfflineBanner() {
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <p className="offline-banner">
          <CloudOff aria-hidden />
          {t('offline.banner')}
        </p>
      )}
    </div>
  )
}
