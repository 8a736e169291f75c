import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const waterGarden: readonly TemplateEntry[] = [
  {
    id: 'sprinkler-start',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 90,
    who: 'handy',
    tools: ['screwdriver'],
    fits: { profile: { sprinkler: true } },
    source: sources.epaIrrigation,
    en: {
      title: 'Start the sprinkler system',
      how: 'Open slowly, walk every zone: heads straight, no leaks, nothing that waters the street.'
    },
    de: {
      title: 'Bewässerung in Betrieb nehmen',
      how: 'Langsam öffnen, jeden Kreis abgehen: Regner gerade, keine Lecks, nichts bewässert die Straße.'
    }
  },
  {
    id: 'sprinkler-month',
    every: [1, 'month'],
    season: [4, 9],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    fits: { profile: { sprinkler: true } },
    source: sources.epaIrrigation,
    en: {
      title: 'Check the sprinkler system',
      how: 'Once a month: broken heads, soggy spots, times that fit the weather.'
    },
    de: {
      title: 'Bewässerung prüfen',
      how: 'Einmal im Monat: defekte Regner, nasse Stellen, Zeiten passend zum Wetter.'
    }
  },
  {
    id: 'sprinkler-winter',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'pressure',
    fits: { profile: { sprinkler: true }, climate: ['freezing'] },
    source: sources.rainBird,
    en: {
      title: 'Blow out the sprinkler system',
      how: 'Water off, pipes emptied with the right pressure, controller at rest.'
    },
    de: {
      title: 'Bewässerung ausblasen lassen',
      how: 'Wasser zu, Leitungen mit passendem Druck leeren, Steuerung ruht.'
    }
  },
  {
    id: 'backflow-test',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'health',
    minutes: 45,
    who: 'professional',
    fits: { profile: { sprinkler: true } },
    source: sources.epaCrossConnection,
    en: {
      title: 'Have the backflow preventer tested',
      how: 'It keeps garden water out of the drinking water; many suppliers ask for the paper.'
    },
    de: {
      title: 'Rückflussverhinderer prüfen lassen',
      how: 'Er hält Gartenwasser aus dem Trinkwasser; viele Versorger verlangen den Nachweis.'
    }
  },
  {
    id: 'pool-water-test',
    every: [1, 'week'],
    season: [5, 9],
    importance: 'health',
    minutes: 15,
    who: 'anyone',
    tools: ['pool_test_kit'],
    safety: 'pool_chemicals',
    fits: { profile: { pool: true } },
    source: sources.cdcPool,
    en: {
      title: "Test the pool's water",
      how: 'Chlorine at least 1 ppm, pH 7.0 to 7.8; correct in small steps.'
    },
    de: {
      title: 'Poolwasser prüfen',
      how: 'Chlor mindestens 1 mg/l, pH 7,0 bis 7,8; in kleinen Schritten nachstellen.'
    }
  },
  {
    id: 'pool-skim',
    every: [1, 'week'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 45,
    who: 'anyone',
    tools: ['leaf_net', 'pool_brush'],
    fits: { profile: { pool: true } },
    source: sources.cdcPool,
    en: {
      title: 'Skim, brush and vacuum the pool',
      how: 'Baskets empty, waterline wiped, level at the middle of the skimmer.'
    },
    de: {
      title: 'Pool abkeschern, bürsten und saugen',
      how: 'Körbe leer, Wasserlinie gewischt, Stand auf halber Skimmerhöhe.'
    }
  },
  {
    id: 'pool-filter',
    every: [1, 'month'],
    season: [5, 9],
    importance: 'upkeep',
    minutes: 30,
    who: 'handy',
    tools: ['hose'],
    safety: 'pressure',
    fits: { profile: { pool: true } },
    source: sources.cdcPool,
    en: {
      title: 'Back-wash or clean the pool filter',
      how: 'When the pressure stands a quarter above the clean one.'
    },
    de: {
      title: 'Poolfilter rückspülen oder reinigen',
      how: 'Wenn der Druck ein Viertel über dem sauberen liegt.'
    }
  },
  {
    id: 'pool-barrier',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    tools: ['screwdriver'],
    safety: 'drowning',
    fits: { profile: { pool: true } },
    source: sources.poolSafely,
    en: {
      title: "Check the pool's fence, gate and drain covers",
      how: 'The gate closes and latches by itself, nothing to climb on, no broken cover.'
    },
    de: {
      title: 'Zaun, Tor und Ablaufgitter des Pools prüfen',
      how: 'Das Tor fällt von selbst ins Schloss, nichts zum Klettern, kein gebrochenes Gitter.'
    }
  },
  {
    id: 'pool-open',
    every: [1, 'year'],
    season: [4, 5],
    importance: 'upkeep',
    minutes: 240,
    who: 'handy',
    tools: ['pool_brush', 'pool_test_kit', 'hose'],
    safety: 'pool_chemicals',
    fits: { profile: { pool: true } },
    source: sources.cdcPool,
    en: {
      title: 'Open the pool',
      how: 'Cover clean and dry, pump primed, water balanced before anyone swims.'
    },
    de: {
      title: 'Pool öffnen',
      how: 'Abdeckung sauber und trocken, Pumpe entlüftet, Wasser eingestellt, bevor jemand badet.'
    }
  },
  {
    id: 'pool-close',
    every: [1, 'year'],
    season: [9, 10],
    importance: 'damage',
    minutes: 240,
    who: 'handy',
    tools: ['hose', 'pool_brush'],
    safety: 'pool_chemicals',
    fits: { profile: { pool: true }, climate: ['freezing'] },
    source: sources.cdcPool,
    en: {
      title: 'Close the pool for the winter',
      how: 'Balance, lower, blow out the pipes, plug, cover.'
    },
    de: {
      title: 'Pool winterfest machen',
      how: 'Einstellen, absenken, Leitungen ausblasen, stopfen, abdecken.'
    }
  }
]
