import './offline-banner.css'
import { CloudOff } from 'lucide-react'
import { t } from '../../messages/i18n.ts'
import { useOnline } from './use-online.ts'

export function OfflineBanner() {
  const online = useOnline()
  return (
    <output>
      {!online && (
        <span className="offline-banner">
          <CloudOff aria-hidden />
          {t('offline.banner')}
        </span>
      )}
    </output>
  )
}
