import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const stoves: readonly TemplateEntry[] = [
  {
    id: 'chimney-sweep-stove',
    every: [1, 'year'],
    season: [6, 10],
    importance: 'safety',
    minutes: 60,
    who: 'professional',
    safety: 'co_alarm',
    fits: { profile: { heating: ['wood'] } },
    source: sources.csia,
    en: {
      title: 'Have the chimney of the stove swept',
      how: 'Creosote burns hotter than the flue stands. Swept and inspected at least once a year, more often when used daily.'
    },
    de: {
      title: 'Schornstein des Ofens kehren lassen',
      how: 'Glanzruß brennt heißer, als der Zug verträgt. Mindestens jährlich kehren und prüfen, bei täglichem Heizen öfter.'
    }
  },
  {
    id: 'chimney-sweep-fireplace',
    every: [1, 'year'],
    season: [6, 10],
    importance: 'safety',
    minutes: 60,
    who: 'professional',
    safety: 'co_alarm',
    fits: { profile: { fireplace: true } },
    source: sources.csia,
    en: {
      title: 'Have the fireplace and its chimney inspected',
      how: 'Swept if needed, cracks and nests looked for, damper and spark guard tried.'
    },
    de: {
      title: 'Kamin und Schornstein prüfen lassen',
      how: 'Bei Bedarf kehren, nach Rissen und Nestern sehen, Klappe und Funkenschutz probieren.'
    }
  },
  {
    id: 'stove-door-gasket',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'safety',
    minutes: 30,
    who: 'handy',
    tools: ['brush', 'flashlight'],
    safety: 'ashes',
    fits: { profile: { heating: ['wood'] } },
    source: sources.epaBurnWise,
    en: {
      title: "Check the stove's door seal and glass",
      how: 'A slip of paper held in the closed door should not pull out; replace a hard or gappy seal.'
    },
    de: {
      title: 'Türdichtung und Scheibe des Ofens prüfen',
      how: 'Ein Papierstreifen in der geschlossenen Tür darf sich nicht ziehen lassen. Ersetze harte oder lückige Dichtungen.'
    }
  },
  {
    id: 'stove-ash-removal',
    every: [2, 'week'],
    season: [10, 4],
    importance: 'safety',
    minutes: 15,
    who: 'anyone',
    tools: ['shovel', 'bucket'],
    safety: 'ashes',
    fits: { profile: { heating: ['wood'] } },
    source: sources.usfaHeating,
    en: {
      title: 'Empty the ash',
      how: 'Into a metal bucket with a lid, outdoors, away from walls; embers can glow for days.'
    },
    de: {
      title: 'Asche leeren',
      how: 'In einen Metalleimer mit Deckel, draußen, weg von Wänden. Glut hält sich tagelang.'
    }
  },
  {
    id: 'firewood-moisture',
    every: [1, 'year'],
    season: [8, 9],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    tools: ['moisture_meter'],
    fits: { profile: { heating: ['wood'] } },
    source: sources.epaBurnWise,
    en: {
      title: 'Measure the moisture of the firewood',
      how: 'Split a log and measure inside: 20 percent or less burns clean. Order or dry in time.'
    },
    de: {
      title: 'Feuchte des Brennholzes messen',
      how: 'Spalte ein Scheit und miss innen: Mit höchstens 20 Prozent brennt es sauber. Rechtzeitig bestellen oder trocknen.'
    }
  },
  {
    id: 'fireplace-damper',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'comfort',
    minutes: 15,
    who: 'anyone',
    tools: ['flashlight', 'gloves'],
    safety: 'ashes',
    fits: { profile: { fireplace: true } },
    source: sources.energyFireplaces,
    en: {
      title: 'Close the fireplace for the summer',
      how: 'Take the cold ash out, close the damper, and see that it really shuts.'
    },
    de: {
      title: 'Kamin für den Sommer schließen',
      how: 'Nimm die kalte Asche heraus, schließ die Klappe und prüfe, dass sie wirklich dicht ist.'
    }
  }
]
