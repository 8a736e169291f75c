import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const drains: readonly TemplateEntry[] = [
  {
    id: 'traps-refill',
    every: [1, 'month'],
    importance: 'health',
    minutes: 10,
    who: 'anyone',
    tools: ['bucket'],
    fits: { profile: { basement: true } },
    source: sources.ubaDrinkingWater,
    en: {
      title: 'Refill the traps of drains that are not used',
      how: 'A cup of water in floor drains and guest showers keeps sewer gas and insects out.'
    },
    de: {
      title: 'Siphons unbenutzter Abläufe füllen',
      how: 'Ein Becher Wasser in Bodenablauf und Gästedusche hält Kanalgase und Insekten draußen.'
    }
  },
  {
    id: 'sump-pump-test',
    every: [3, 'month'],
    importance: 'damage',
    minutes: 15,
    who: 'anyone',
    tools: ['bucket', 'flashlight'],
    safety: 'power_off',
    fits: { profile: { basement: true } },
    source: sources.femaFlood,
    en: {
      title: 'Test the sump pump',
      how: 'Pour in a bucket of water: it starts, empties, stops. Clear the inlet and try the alarm and backup battery.'
    },
    de: {
      title: 'Pumpe im Kellerschacht prüfen',
      how: 'Schütte einen Eimer Wasser hinein: Sie läuft an, leert, stoppt. Sieb frei machen, Alarm und Notakku probieren.'
    }
  },
  {
    id: 'backwater-valve',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['gloves', 'brush', 'screwdriver'],
    safety: 'hygiene',
    fits: { profile: { basement: true } },
    source: sources.acoBackwater,
    en: {
      title: 'Clean and test the backwater valve',
      how: 'Open, rinse, check seal and flap; in between move the emergency lock every month.'
    },
    de: {
      title: 'Rückstausicherung reinigen und prüfen',
      how: 'Öffnen, spülen, Dichtung und Klappe prüfen; dazwischen den Notverschluss jeden Monat bewegen.'
    }
  },
  {
    id: 'septic-inspection',
    every: [3, 'year'],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'septic_gas',
    fits: { profile: { septic: true } },
    source: sources.epaSeptic,
    en: {
      title: 'Have the septic system inspected',
      how: 'Levels, baffles, filter and drain field; systems with pumps every year.'
    },
    de: {
      title: 'Kleinkläranlage prüfen lassen',
      how: 'Schlammstand, Tauchwände, Filter und Versickerung; Anlagen mit Pumpen jedes Jahr.'
    }
  },
  {
    id: 'septic-pump',
    every: [4, 'year'],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'septic_gas',
    fits: { profile: { septic: true } },
    source: sources.epaSeptic,
    en: {
      title: 'Have the septic tank pumped',
      how: 'Every three to five years, according to household and tank.'
    },
    de: {
      title: 'Klärgrube entleeren lassen',
      how: 'Alle drei bis fünf Jahre, je nach Haushalt und Größe.'
    }
  },
  {
    id: 'septic-field-walk',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    fits: { profile: { septic: true } },
    source: sources.epaSeptic,
    en: {
      title: 'Walk over the drain field',
      how: 'No wet spots, smell, tracks or trees on it; roof water runs elsewhere.'
    },
    de: {
      title: 'Sickerfeld abgehen',
      how: 'Keine nassen Stellen, kein Geruch, keine Fahrspuren, keine Bäume; Dachwasser läuft anderswohin.'
    }
  },
  {
    id: 'drains-clear',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    tools: ['plunger', 'drain_snake', 'gloves'],
    safety: 'hygiene',
    source: sources.epaSeptic,
    en: {
      title: 'Clear hair and grease out of the drains',
      how: 'Lift the strainers, pull out hair, rinse hot. No drain acid.'
    },
    de: {
      title: 'Abläufe von Haar und Fett befreien',
      how: 'Siebe heben, Haare herausziehen, heiß nachspülen. Kein Rohrreiniger mit Säure oder Lauge.'
    }
  }
]
