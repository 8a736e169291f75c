import { Hourglass, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatMoment } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { useAsOf } from '../offline/use-as-of.ts'
import { useWaiting } from '../offline/waiting.ts'
import { paths } from '../paths.ts'
import { OfflineLine } from './offline-banner.tsx'
import { useOnline } from './use-online.ts'

/** How old what is shown is and what still works; how much waits to be sent, and whether something could not be. */
export function StateBanner() {
  const isOnline = useOnline()
  const waiting = useWaiting()
  const refused = waiting.filter(({ problem }) => problem !== undefined).length
  const count = waiting.length - refused
  return (
    <output>
      {!isOnline && <AsOf />}
      {refused > 0 && (
        <ToWaiting icon={<TriangleAlert aria-hidden />} text={t('waiting.refused', { count: refused })} />
      )}
      {count > 0 && <ToWaiting icon={<Hourglass aria-hidden />} text={t('waiting.count', { count })} />}
    </output>
  )
}

function AsOf() {
  const asOf = useAsOf()
  return (
    <OfflineLine text={asOf === undefined ? t('offline.banner') : t('offline.asOf', { when: formatMoment(asOf) })} />
  )
}

function ToWaiting({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <span className="offline-banner">
      {icon}
      {text}
      <Link to={paths.waiting()}>{t('waiting.see')}</Link>
    </span>
  )
}
