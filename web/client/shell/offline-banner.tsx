import './offline-banner.css'
import { CloudOff } from 'lucide-react'
import { formatMoment } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { useAsOf } from '../offline/use-as-of.ts'
import { useOnline } from './use-online.ts'

/** Before signing in: what needs a connection. */
export function OfflineBanner() {
  return <output>{!useOnline() && <Banner text={t('offline.entrance')} />}</output>
}

/** How old what is shown is, and what still works. */
export function AsOfBanner() {
  return <output>{!useOnline() && <AsOf />}</output>
}

function AsOf() {
  const asOf = useAsOf()
  const when = asOf === undefined ? undefined : formatMoment(asOf)
  return <Banner text={when === undefined ? t('offline.banner') : t('offline.asOf', { when })} />
}

function Banner({ text }: { text: string }) {
  return (
    <span className="offline-banner">
      <CloudOff aria-hidden />
      {text}
    </span>
  )
}
