import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const electrical: readonly TemplateEntry[] = [
  {
    id: 'rcd-test',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    safety: 'electric',
    fits: { exceptCountries: ['US', 'CA'] },
    source: sources.electricalSafetyFirst,
    en: {
      title: 'Press the test button of the residual current device',
      how: 'It must switch off at once. If it does not, call an electrician today.'
    },
    de: {
      title: 'FI-Schalter mit der Prüftaste testen',
      how: 'Er muss sofort auslösen. Tut er es nicht, ruf noch heute einen Elektrobetrieb.'
    }
  },
  {
    id: 'gfci-test',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 15,
    who: 'anyone',
    safety: 'electric',
    fits: { countries: ['US', 'CA'] },
    source: sources.esfiGfci,
    en: {
      title: 'Test the GFCI outlets',
      how: 'Press test, the outlet is dead; press reset, it works again. Kitchen, bath, garage, outdoors.'
    },
    de: {
      title: 'GFCI-Steckdosen prüfen',
      how: 'Test drücken: stromlos. Reset drücken: wieder da. Küche, Bad, Garage, draußen.'
    }
  },
  {
    id: 'afci-test',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    safety: 'electric',
    fits: { countries: ['US', 'CA'] },
    source: sources.esfiGfci,
    en: {
      title: 'Test the AFCI breakers',
      how: 'Press test at each of them in the panel; they trip and can be reset.'
    },
    de: {
      title: 'AFCI-Schutzschalter prüfen',
      how: 'Drücke im Verteiler bei jedem die Prüftaste; sie lösen aus und lassen sich wieder einschalten.'
    }
  },
  {
    id: 'electrical-inspection',
    every: [10, 'year'],
    importance: 'safety',
    minutes: 240,
    who: 'professional',
    safety: 'electric',
    source: sources.electricalSafetyFirst,
    en: {
      title: 'Have the electrical installation inspected',
      how: 'Wiring, earthing, protective devices and sockets are measured; you get a report.'
    },
    de: {
      title: 'Elektroanlage prüfen lassen',
      how: 'Leitungen, Erdung, Schutzgeräte und Dosen werden gemessen; du bekommst ein Protokoll.'
    }
  },
  {
    id: 'cords-and-plugs',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['flashlight'],
    safety: 'electric',
    source: sources.usfaElectrical,
    en: {
      title: 'Look over cords, plugs and power strips',
      how: 'Frayed, warm, pinched or chained ones go; heaters get a wall socket of their own.'
    },
    de: {
      title: 'Kabel, Stecker und Leisten ansehen',
      how: 'Was ausgefranst, warm, gequetscht oder verkettet ist, kommt weg. Heizgeräte bekommen eine eigene Wanddose.'
    }
  },
  {
    id: 'outlets-and-switches',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['screwdriver'],
    safety: 'electric',
    source: sources.esfiHome,
    en: {
      title: 'Check sockets and switches',
      how: 'None is warm, cracked, loose, buzzing or discoloured.'
    },
    de: {
      title: 'Steckdosen und Schalter prüfen',
      how: 'Keine ist warm, gesprungen, locker, brummt oder ist verfärbt.'
    }
  },
  {
    id: 'panel-labels',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['pen_and_paper'],
    safety: 'electric',
    source: sources.esfiHome,
    en: {
      title: 'Check the labels of the breaker panel',
      how: 'Every breaker says what it switches; the way to the panel is free.'
    },
    de: {
      title: 'Beschriftung der Sicherungen prüfen',
      how: 'Jede Sicherung sagt, was sie schaltet, und der Weg zum Verteiler ist frei.'
    }
  },
  {
    id: 'surge-protectors',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 15,
    who: 'anyone',
    source: sources.esfiHome,
    en: {
      title: 'Look at the surge protectors',
      how: 'The light says whether they still protect; after a big hit they do not.'
    },
    de: {
      title: 'Überspannungsschutz ansehen',
      how: 'Die Anzeige sagt, ob er noch schützt; nach einem großen Schlag nicht mehr.'
    }
  },
  {
    id: 'outdoor-lights',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 20,
    who: 'anyone',
    tools: ['step_ladder', 'cloth'],
    safety: 'ladder',
    fits: { propertyTypes: withGrounds },
    source: sources.esfiHome,
    en: {
      title: 'Check outdoor lights, timers and sensors',
      how: 'Clean lenses, replace lamps, set the times for the season.'
    },
    de: {
      title: 'Außenlicht, Zeitschaltuhr und Melder prüfen',
      how: 'Reinige Gläser, ersetze Lampen und stelle die Zeiten auf die Jahreszeit.'
    }
  },
  {
    id: 'batteries-check',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['batteries'],
    source: sources.usfaLithium,
    en: {
      title: 'Check chargers and rechargeable batteries',
      how: 'Swollen, dented or hot ones go to the collection point; charge nothing on beds or sofas.'
    },
    de: {
      title: 'Ladegeräte und Akkus prüfen',
      how: 'Was gebläht, verbeult oder heiß ist, kommt zur Sammelstelle. Lade nichts auf Bett oder Sofa.'
    }
  },
  {
    id: 'doorbell-intercom',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 10,
    who: 'anyone',
    tools: ['batteries'],
    source: sources.esfiHome,
    en: {
      title: 'Try doorbell, intercom and name plate',
      how: 'Audible in every room, battery fresh, name and number readable from the street for the ambulance.'
    },
    de: {
      title: 'Klingel, Sprechanlage und Hausnummer prüfen',
      how: 'Überall hörbar, Batterie frisch, Name und Nummer von der Straße lesbar, auch für den Rettungsdienst.'
    }
  },
  {
    id: 'light-fixtures-clean',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 60,
    who: 'anyone',
    tools: ['step_ladder', 'cloth'],
    safety: 'power_off',
    source: sources.esfiHome,
    en: {
      title: "Clean lamps and check bulbs' wattage",
      how: 'Off and cold: dust shades, and never more watts than the label allows.'
    },
    de: {
      title: 'Lampen reinigen und Wattzahl prüfen',
      how: 'Aus und kalt: Schirme entstauben, und nie mehr Watt, als das Schild erlaubt.'
    }
  }
]
