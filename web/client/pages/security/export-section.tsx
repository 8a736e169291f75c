import './privacy.css'
import { useQuery } from '@tanstack/react-query'
import { createExportLink, downloadExport, getExport, requestExport, type PersonalExport } from '#contract/privacy.ts'
import { call, q } from '../../../api.ts'
import { formatBytes, formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { saveFile } from '../../save-file.ts'
import { useSend } from '../../use-send.ts'

const lookEveryMs = 1500

/** All that one can read, as one file. Making it goes on when one leaves the page. */
export function ExportSection() {
  const query = useQuery({
    ...q(getExport, {}),
    refetchInterval: ({ state }) => (state.data?.export?.state === 'waiting' ? lookEveryMs : false)
  })
  return (
    <Card aria-labelledby="export" className="card-stack">
      <h2 id="export">{t('export.title')}</h2>
      <p className="muted">{t('export.text')}</p>
      <Loaded query={query} skeleton={[3]}>
        {({ export: made }) => <Made made={made} />}
      </Loaded>
    </Card>
  )
}

function Made({ made }: { made: PersonalExport | null }) {
  const making = useSend(requestExport, { show: 'toast' })
  const make = (label: string) => (
    <Button isPending={making.isPending} onPress={() => making.send({})}>
      {label}
    </Button>
  )
  if (made?.state === 'waiting') return <Progress made={made} />
  if (made?.state !== 'ready')
    return (
      <>
        {made && <p role="status">{t('export.tooLarge')}</p>}
        <div className="form-actions">{make(t('export.make'))}</div>
      </>
    )
  return (
    <>
      <p role="status">
        {t('export.ready', { size: formatBytes(made.bytes ?? 0), date: formatInstant(made.expiresAt) })}
      </p>
      <div className="form-actions">
        <Download />
        {make(t('export.again'))}
      </div>
    </>
  )
}

function Progress({ made: { homesDone, homesTotal } }: { made: PersonalExport }) {
  return (
    <div role="status" className="export-progress">
      <p>{t('export.waiting', { done: homesDone, count: homesTotal })}</p>
      <progress aria-label={t('export.title')} max={homesTotal + 1} value={homesDone} />
      <p className="small muted">{t('export.leave')}</p>
    </div>
  )
}

function Download() {
  const linking = useSend(createExportLink, {
    show: 'toast',
    onDone: async ({ token }) => saveFile(await call(downloadExport, { body: { token } }), 'honeydue.zip')
  })
  return (
    <Button variant="primary" isPending={linking.isPending} onPress={() => linking.send({})}>
      {t('export.download')}
    </Button>
  )
}
