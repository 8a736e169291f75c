import { CalendarX } from 'lucide-react'
import { Link } from 'react-router'
import { formatInstant } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { paths } from '../paths.ts'
import { useMe } from '../session.ts'

/** Whoever signs in while the account is about to go is told so, and how to keep it. */
export function DeletionBanner() {
  const { eraseAt } = useMe()
  if (eraseAt === null) return null
  return (
    <p className="offline-banner">
      <CalendarX aria-hidden />
      {t('deletion.requested', { date: formatInstant(eraseAt) })}
      <Link to={paths.security()}>{t('deletion.keep')}</Link>
    </p>
  )
}
