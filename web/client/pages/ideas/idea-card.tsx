import { Clock, EyeOff, Eye, Repeat, ShieldAlert, Sparkles, UserRound, Wrench } from 'lucide-react'
import type { Suggestion } from '#contract/catalogue.ts'
import { formatList, formatMinutes } from '../../../messages/formats.ts'
import { activeLanguage, activeLocale, t } from '../../../messages/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { scheduleSentence } from '../task/sentence/schedule-sentence.ts'
import { doerKey, importanceKey } from './idea-words.ts'

export type IdeaCardProps = {
  suggestion: Suggestion
  isChosen: boolean
  /** Undefined: one may only look. */
  onChoose?: ((chosen: boolean) => void) | undefined
  /** Hides it from this home, or shows it again. */
  onHide?: (() => void) | undefined
  isHidden: boolean
  isFull: boolean
}

/** One suggestion: what, why, how long, and where that can be checked. */
export function IdeaCard({ suggestion, isChosen, onChoose, onHide, isHidden, isFull }: IdeaCardProps) {
  const { template, why } = suggestion
  return (
    <article className={`idea ${isChosen ? 'idea-chosen' : ''}`} aria-label={template.title}>
      {onChoose === undefined || isHidden ? (
        <h2 className="idea-title">{template.title}</h2>
      ) : (
        <h2 className="idea-title">
          <Checkbox isSelected={isChosen} isDisabled={isFull && !isChosen} onChange={onChoose}>
            {template.title}
          </Checkbox>
        </h2>
      )}
      <p>{template.how}</p>
      <ul className="idea-why" aria-label={t('ideas.why')}>
        {why.map(({ code, text }) => (
          <li key={text} className={code === 'importance' ? 'idea-matters' : undefined}>
            <Sparkles aria-hidden />
            {text}
          </li>
        ))}
      </ul>
      <Facts suggestion={suggestion} />
      <Disclosure label={t('ideas.more')}>
        <Details suggestion={suggestion} />
      </Disclosure>
      {onHide !== undefined && (
        <Button
          variant="quiet"
          onPress={onHide}
          className="idea-hide"
          aria-label={`${t(isHidden ? 'ideas.show' : 'ideas.hide')}: ${template.title}`}
        >
          {isHidden ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          {t(isHidden ? 'ideas.show' : 'ideas.hide')}
        </Button>
      )}
    </article>
  )
}

function Facts({ suggestion: { template } }: { suggestion: Suggestion }) {
  const { importance, schedule, minutes, who } = template
  const sentence = scheduleSentence(schedule, { language: activeLanguage(), locale: activeLocale() })
  return (
    <ul className="idea-facts" aria-label={t('ideas.facts')}>
      <li>
        <Badge tone={importance === 'safety' ? 'overdue' : 'plain'} icon={<ShieldAlert aria-hidden />}>
          {t(importanceKey[importance])}
        </Badge>
      </li>
      <li>
        <Repeat aria-hidden />
        {sentence}
      </li>
      <li>
        <Clock aria-hidden />
        {formatMinutes(minutes)}
      </li>
      <li>
        <UserRound aria-hidden />
        {t(doerKey[who])}
      </li>
    </ul>
  )
}

function Details({ suggestion: { template } }: { suggestion: Suggestion }) {
  const { tools, safetyNote, source } = template
  return (
    <div className="stack-small">
      {tools.length > 0 && (
        <p className="idea-detail">
          <Wrench aria-hidden />
          <span>{t('ideas.tools', { tools: formatList(tools) })}</span>
        </p>
      )}
      {safetyNote !== null && (
        <p className="idea-detail idea-safety">
          <ShieldAlert aria-hidden />
          <span>{safetyNote}</span>
        </p>
      )}
      <p className="small">
        {t('ideas.source')}{' '}
        <a href={source.url} target="_blank" rel="noreferrer noopener">
          {source.publisher}: {source.title}
        </a>
      </p>
    </div>
  )
}
