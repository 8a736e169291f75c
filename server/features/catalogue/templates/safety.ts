import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const safety: readonly TemplateEntry[] = [
  {
    id: 'emergency-kit-refresh',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['batteries', 'flashlight'],
    source: sources.readyKit,
    en: {
      title: 'Refresh the emergency supplies',
      how: 'Water, food that keeps, radio, light, medicine: replace what expires and add what has been used.'
    },
    de: {
      title: 'Notvorrat auffrischen',
      how: 'Wasser, haltbares Essen, Radio, Licht, Medikamente: Ersetze, was abläuft, und fülle auf, was verbraucht ist.'
    }
  },
  {
    id: 'emergency-plan-review',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['pen_and_paper'],
    source: sources.readyPlan,
    en: {
      title: "Go through the family's emergency plan",
      how: 'Who is called, where you meet, who fetches the children, what happens to the animals: write down what has changed.'
    },
    de: {
      title: 'Notfallplan der Familie durchgehen',
      how: 'Wen ruft ihr an, wo trefft ihr euch, wer holt die Kinder, was ist mit den Tieren? Schreibt auf, was sich geändert hat.'
    }
  },
  {
    id: 'first-aid-kit-check',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    source: sources.redCrossFirstAid,
    en: {
      title: 'Check the first-aid kit',
      how: 'Compare with the list in the lid; replace sterile dressings, plasters and gloves that have expired.'
    },
    de: {
      title: 'Verbandskasten prüfen',
      how: 'Vergleiche mit der Liste im Deckel und ersetze abgelaufene sterile Auflagen, Pflaster und Handschuhe.'
    }
  },
  {
    id: 'medicine-cabinet-sort',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    source: sources.fdaMedicine,
    en: {
      title: 'Sort out the medicine cabinet',
      how: "Take expired medicine out and dispose of it the way your pharmacy or town asks for; store the rest out of children's reach."
    },
    de: {
      title: 'Hausapotheke aussortieren',
      how: 'Nimm Abgelaufenes heraus und entsorge es so, wie Apotheke oder Gemeinde es vorsehen. Der Rest steht für Kinder unerreichbar.'
    }
  },
  {
    id: 'furniture-anchors',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'handy',
    tools: ['screwdriver'],
    source: sources.cpscAnchor,
    en: {
      title: 'Check that furniture and television cannot tip',
      how: 'Pull at tall shelves, chests and screens: straps and brackets hold, screws are tight.'
    },
    de: {
      title: 'Kippsicherung von Möbeln und Fernseher prüfen',
      how: 'Zieh an hohen Regalen, Kommoden und Bildschirmen: Gurte und Winkel halten, Schrauben sitzen fest.'
    }
  },
  {
    id: 'handrails-and-stairs',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 20,
    who: 'handy',
    tools: ['screwdriver', 'wrench'],
    source: sources.hseFalls,
    en: {
      title: 'Check stairs, handrails and balustrades',
      how: 'Lean on every rail and step on every tread; tighten what moves, replace what is cracked.'
    },
    de: {
      title: 'Treppen, Handläufe und Geländer prüfen',
      how: 'Lehne dich an jedes Geländer und tritt auf jede Stufe. Zieh fest, was sich bewegt, ersetze, was gerissen ist.'
    }
  },
  {
    id: 'locks-and-windows-security',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'anyone',
    tools: ['screwdriver', 'lubricant'],
    source: sources.polizeiBurglary,
    en: {
      title: 'Check locks and the security of doors and windows',
      how: 'Everything closes, locks and cannot be lifted out; no key lies where strangers would look.'
    },
    de: {
      title: 'Schlösser und Einbruchschutz prüfen',
      how: 'Türen und Fenster schließen, verriegeln und lassen sich nicht aushebeln. Kein Schlüssel liegt, wo Fremde suchen würden.'
    }
  },
  {
    id: 'radon-test',
    every: [2, 'year'],
    season: [10, 4],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['radon_test_kit'],
    source: sources.epaRadon,
    en: {
      title: 'Measure radon',
      how: 'Lay out a test kit in the lowest room you live in, with windows closed, and send it to the laboratory.'
    },
    de: {
      title: 'Radon messen',
      how: 'Lege im untersten bewohnten Raum einen Messbehälter aus, bei geschlossenen Fenstern, und schicke ihn ans Labor.'
    }
  },
  {
    id: 'defensible-space',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'safety',
    minutes: 240,
    who: 'handy',
    tools: ['rake', 'pruning_shears', 'gloves'],
    safety: 'eye_protection',
    fits: { propertyTypes: withGrounds, climate: ['dry'] },
    source: sources.readyWildfires,
    en: {
      title: 'Clear dry growth around the house',
      how: 'Take away leaves, dead branches and stored wood next to walls, below eaves and on the roof before the fire season.'
    },
    de: {
      title: 'Trockenes rund ums Haus entfernen',
      how: 'Räume vor der Brandsaison Laub, tote Äste und gelagertes Holz an Wänden, unter Dachüberständen und auf dem Dach weg.'
    }
  },
  {
    id: 'storm-preparation',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'damage',
    minutes: 90,
    who: 'handy',
    tools: ['tape_measure', 'screwdriver'],
    safety: 'ladder',
    fits: { propertyTypes: withGrounds, climate: ['hot', 'humid'] },
    source: sources.readyHurricanes,
    en: {
      title: 'Get the house ready for the storm season',
      how: 'Try the shutters, check roof straps and gutters, trim branches, and know where loose furniture goes.'
    },
    de: {
      title: 'Haus für die Sturmsaison vorbereiten',
      how: 'Probiere die Läden, prüfe Dachbefestigung und Rinnen, kürze Äste und lege fest, wohin lose Möbel kommen.'
    }
  },
  {
    id: 'winter-preparedness',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['flashlight', 'batteries'],
    fits: { climate: ['snowy'] },
    source: sources.readyWinter,
    en: {
      title: 'Get ready for a power cut in winter',
      how: 'Blankets, light, charged power banks, a way to cook outdoors, and the numbers of neighbours who may need you.'
    },
    de: {
      title: 'Auf Stromausfall im Winter vorbereiten',
      how: 'Decken, Licht, geladene Akkus, Kochen im Freien und die Nummern von Nachbarn, die dich brauchen könnten.'
    }
  },
  {
    id: 'heavy-rain-check',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'damage',
    minutes: 45,
    who: 'anyone',
    tools: ['gloves', 'flashlight'],
    fits: { propertyTypes: withGrounds },
    source: sources.hainburgHeavyRain,
    en: {
      title: 'Walk round the house before the season of heavy rain',
      how: 'Light wells, cellar stairs, low windows and drains: where would water come in, and is the way out clear?'
    },
    de: {
      title: 'Vor der Starkregenzeit ums Haus gehen',
      how: 'Lichtschächte, Kellertreppe, tiefe Fenster und Abläufe: Wo käme Wasser herein, und ist der Abfluss frei?'
    }
  }
]
