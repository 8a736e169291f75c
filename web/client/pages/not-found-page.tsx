import { SearchX } from 'lucide-react'
import { t } from '../../messages/i18n.ts'
import { LinkButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { paths } from '../paths.ts'

export function NotFoundPage() {
  return (
    <main id="main">
      <title>{`${t('state.notFoundTitle')} · ${t('app.name')}`}</title>
      <h1 className="visually-hidden">{t('state.notFoundTitle')}</h1>
      <EmptyState
        icon={<SearchX aria-hidden />}
        title={t('state.notFoundTitle')}
        action={
          <LinkButton variant="primary" to={paths.today()}>
            {t('state.goToday')}
          </LinkButton>
        }
      />
    </main>
  )
}
