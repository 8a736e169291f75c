import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { CalendarPlus } from 'lucide-react'
import {
  createCalendarFeed,
  listCalendarFeeds,
  revokeCalendarFeed,
  type CalendarFeed,
  type FeedContent
} from '#contract/calendar-feeds.ts'
import { q } from '../../../api.ts'
import { formatAgo, formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { RadioGroup } from '../../../ui/radio-group.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { useSend } from '../../use-send.ts'
import { ShownFeed } from './shown-feed.tsx'

const contents: readonly FeedContent[] = ['events', 'todos']

/** Addresses for calendar programs: make one, see it once, revoke those that are there. */
export function CalendarFeedsSection() {
  const [content, setContent] = useState<FeedContent>('events')
  const [alarms, setAlarms] = useState(false)
  const [url, setUrl] = useState<string>()
  const making = useSend(createCalendarFeed, { show: 'toast', onDone: (made) => setUrl(made.url) })
  return (
    <Card aria-labelledby="feeds" className="card-stack">
      <div>
        <h2 id="feeds">{t('feeds.title')}</h2>
        <p className="muted">{t('feeds.intro')}</p>
      </div>
      <RadioGroup
        label={t('feeds.content')}
        options={contents.map((value) => ({
          value,
          label: t(`feeds.content.${value}`),
          description: t(`feeds.content.${value}.about`)
        }))}
        value={content}
        onChange={setContent}
      />
      <Switch isSelected={alarms} onChange={setAlarms}>
        {t('feeds.alarms')}
      </Switch>
      <div className="form-actions">
        <Button isPending={making.isPending} onPress={() => making.send({ body: { content, alarms } })}>
          <CalendarPlus aria-hidden />
          {t('feeds.make')}
        </Button>
      </div>
      {url !== undefined && <ShownFeed url={url} onClose={() => setUrl(undefined)} />}
      <Feeds />
    </Card>
  )
}

function Feeds() {
  const query = useQuery(q(listCalendarFeeds, {}))
  return (
    <section aria-labelledby="feeds-there">
      <h3 id="feeds-there">{t('feeds.list')}</h3>
      <Loaded query={query} skeleton={[2]}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('feeds.none')}</p>
          ) : (
            <ul className="list-plain">
              {items.map((feed) => (
                <li key={feed.id}>
                  <Feed feed={feed} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function Feed({ feed }: { feed: CalendarFeed }) {
  const revoking = useSend(revokeCalendarFeed, {
    show: 'toast',
    onDone: () => void showToast({ text: t('feeds.revoked') })
  })
  const what = t(`feeds.content.${feed.content}`)
  const made = t('feeds.made', { date: formatInstant(feed.createdAt) })
  return (
    <div className="spread">
      <div>
        <p>{what}</p>
        <p className="small muted">{[made, lastRead(feed)].join(' · ')}</p>
      </div>
      <Button
        aria-label={t('feeds.revokeThis', { what, made })}
        isPending={revoking.isPending}
        onPress={() => revoking.send({ params: { feedId: feed.id } })}
      >
        {t('feeds.revoke')}
      </Button>
    </div>
  )
}

function lastRead({ lastReadAt }: CalendarFeed): string {
  return lastReadAt === null ? t('feeds.unread') : t('feeds.read', { when: formatAgo(lastReadAt, new Date()) })
}
