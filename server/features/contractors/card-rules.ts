import type { CardContractor } from '#contract/contractor-cards.ts'
import { specialties, type Specialty } from '#contract/contractors.ts'
import { CardProblem } from './card-text-rules.ts'

/** A property that has been read: its name in small letters, its types, and its components. */
export type CardValue = { readonly name: string; readonly types: readonly string[]; readonly parts: readonly string[] }

/** Whom a card is about. Further numbers and addresses go to the notes; what does not fit is left out, and said so. */
export function contractorOfCard(values: readonly CardValue[]): Omit<CardContractor, 'there'> {
  const all = (name: string) => values.filter((value) => value.name === name)
  const text = (name: string) => clean(all(name)[0]?.parts.join(' ') ?? '')
  const [phones, emails, sites] = [ranked(all('tel')), ranked(all('email')), ranked(all('url'))]
  const organisation = all('org')[0]?.parts.map(clean).filter(isThere).join(', ') ?? ''
  const name = [text('fn'), nameOf(all('n')[0]?.parts ?? []), organisation, emails[0], phones[0]].find(isThere)
  if (name === undefined) throw new CardProblem('no_name')

  const further = [...phones.slice(1), ...emails.slice(1), ...sites.slice(1)]
  const notes = [text('title'), text('role'), ...all('note').map(({ parts }) => lines(parts.join(','))), ...further]
  const fitted = {
    company: fitting(organisation === name ? '' : organisation, (it) => it.length <= 200),
    phone: fitting(phones[0] ?? '', (it) => it.length <= 60),
    email: fitting(emails[0] ?? '', (it) => /^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/.test(it)),
    site: fitting(siteOf(sites[0] ?? ''), (it) => it.length <= 2000 && /^https?:\/\/\S+$/.test(it)),
    notes: fitting(notes.filter(isThere).join('\n'), (it) => it.length <= 10_000)
  }
  const words = [...all('categories'), ...all('title'), ...all('role'), ...all('org')].flatMap(({ parts }) => parts)
  return {
    name: name.slice(0, 200),
    company: fitted.company.value,
    phone: fitted.phone.value,
    email: fitted.email.value,
    site: fitted.site.value,
    notes: fitted.notes.value,
    specialties: specialtiesIn([...words, name]),
    favourite: false,
    uid: uidOf(text('uid')),
    leftOut: (['company', 'phone', 'email', 'site', 'notes'] as const).filter((field) => fitted[field].isLeftOut)
  }
}

function fitting(value: string, fits: (value: string) => boolean) {
  if (value === '') return { value: null, isLeftOut: false }
  return fits(value) ? { value, isLeftOut: false } : { value: null, isLeftOut: true }
}

/** RFC 6350 §6.2.2: family, given, further names, what stands before, what stands behind. */
function nameOf([family = '', given = '', further = '', before = '', behind = '']: readonly string[]): string {
  return [before, given, further, family, behind].map(clean).filter(isThere).join(' ')
}

/** The preferred one first, then that of their work. */
function ranked(values: readonly CardValue[]): string[] {
  const rank = ({ types }: CardValue) => (types.includes('pref') ? 0 : types.includes('work') ? 1 : 2)
  const texts = values
    .filter(({ types }) => !types.includes('fax'))
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ parts }) =>
      clean(parts.join(';'))
        .replace(/^(tel|mailto):/i, '')
        .replace(/;ext=/i, ' ext. ')
    )
  return [...new Set(texts)].filter(isThere)
}

function siteOf(written: string): string {
  const address = written.replaceAll('\\:', ':')
  return address === '' || /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`
}

function uidOf(written: string): string | null {
  const uid = written.replace(/^urn:uuid:/i, '').toLowerCase()
  return uid === '' || uid.length > 200 ? null : uid
}

function isThere(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

function clean(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim()
}

function lines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]+/gu, ' ')
    .trim()
}

/** Words of ours as they are, else the beginnings of what trades are called. */
function specialtiesIn(words: readonly string[]): Specialty[] {
  const written = words.map((word) => word.toLowerCase().trim())
  return specialties.filter((specialty) => {
    const beginnings = called[specialty]
    return written.some((word) => word === specialty || (beginnings?.test(word) ?? false))
  })
}

const called: Partial<Record<Specialty, RegExp>> = {
  plumbing: /\b(plumb|klempner|sanitär|installateur)/,
  heating_cooling: /\b(hvac|heating|heizung|klimatechnik)/,
  electrical: /\b(electric|elektri|elektro)/,
  solar: /\b(solar|photovolta)/,
  roofing: /\b(roof|dachdeck)/,
  chimney: /\b(chimney|schornstein|kaminkehr|kaminfeg)/,
  painting: /\b(painter|painting|maler)/,
  carpentry: /\b(carpent|joiner|tischler|schreiner|zimmer(er|ei|mann))/,
  tiling: /\b(tiler|tiling|fliesen)/,
  garden: /\b(garden|landscap|gärtner|garten)/,
  cleaning: /\b(cleaning|cleaner|reinigung)/,
  pests: /\b(pest control|exterminat|schädlings|kammerjäger)/,
  locksmith: /\b(locksmith|schlüsseldienst|schlosser)/,
  moving: /\b(mover|removals|umzug|umzüge)/,
  handyman: /\b(handyman|hausmeister)/
}
