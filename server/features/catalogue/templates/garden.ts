import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const garden: readonly TemplateEntry[] = [
  {
    id: 'lawn-mow',
    every: [1, 'week'],
    season: [4, 10],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['lawn_mower'],
    safety: 'mower',
    fits: { profile: { landscaping: ['lawn'] } },
    source: sources.rhsLawn,
    en: {
      title: 'Mow the lawn',
      how: 'Never more than a third of its height, higher when it is dry.'
    },
    de: {
      title: 'Rasen mähen',
      how: 'Nie mehr als ein Drittel der Höhe, bei Trockenheit höher.'
    }
  },
  {
    id: 'lawn-feed-spring',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 45,
    who: 'anyone',
    tools: ['spreader', 'fertilizer'],
    fits: { profile: { landscaping: ['lawn'] } },
    source: sources.rhsLawn,
    en: {
      title: 'Feed the lawn in spring',
      how: 'Before rain, evenly, children and animals off until it is watered in.'
    },
    de: {
      title: 'Rasen im Frühjahr düngen',
      how: 'Vor Regen, gleichmäßig; Kinder und Tiere fernhalten, bis er eingewässert ist.'
    }
  },
  {
    id: 'lawn-scarify',
    every: [1, 'year'],
    season: [9, 10],
    importance: 'upkeep',
    minutes: 120,
    who: 'handy',
    tools: ['rake'],
    fits: { profile: { landscaping: ['lawn'] } },
    source: sources.rhsAutumnLawn,
    en: {
      title: 'Scarify and air the lawn',
      how: 'Take moss and felt out, prick compacted spots, then sow.'
    },
    de: {
      title: 'Rasen vertikutieren und lüften',
      how: 'Moos und Filz heraus, verdichtete Stellen stechen, dann nachsäen.'
    }
  },
  {
    id: 'lawn-overseed',
    every: [1, 'year'],
    season: [8, 9],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['grass_seed', 'rake'],
    fits: { profile: { landscaping: ['lawn'] } },
    source: sources.umnLawn,
    en: {
      title: 'Reseed bare patches and feed for the autumn',
      how: 'Loosen, sow, press, keep damp for two weeks.'
    },
    de: {
      title: 'Kahle Stellen nachsäen und im Herbst düngen',
      how: 'Lockern, säen, andrücken, zwei Wochen feucht halten.'
    }
  },
  {
    id: 'mower-service',
    every: [1, 'year'],
    season: [11, 2],
    importance: 'upkeep',
    minutes: 90,
    who: 'handy',
    tools: ['wrench', 'engine_oil', 'file'],
    safety: 'mower',
    fits: { profile: { landscaping: ['lawn'] } },
    source: sources.husqvarna,
    en: {
      title: 'Service the mower',
      how: 'Sharpen the blade, clean the deck; oil, plug and filter, or battery stored half full.'
    },
    de: {
      title: 'Rasenmäher warten',
      how: 'Messer schärfen, Gehäuse reinigen; Öl, Kerze und Filter, oder Akku halbvoll lagern.'
    }
  },
  {
    id: 'hedge-summer',
    every: [1, 'year'],
    season: [6, 8],
    importance: 'upkeep',
    minutes: 180,
    who: 'handy',
    tools: ['hedge_trimmer', 'gloves'],
    safety: 'hedge',
    fits: { profile: { landscaping: ['hedge'] } },
    source: sources.rhsHedge,
    en: {
      title: 'Trim the hedge to shape',
      how: 'Look for nests first; narrower at the top. In many places only light trimming is allowed in the breeding season.'
    },
    de: {
      title: 'Hecke in Form schneiden',
      how: 'Sieh zuerst nach Nestern; oben schmaler. In der Brutzeit ist oft nur der Formschnitt erlaubt.'
    }
  },
  {
    id: 'hedge-winter',
    every: [1, 'year'],
    season: [10, 2],
    importance: 'upkeep',
    minutes: 240,
    who: 'handy',
    tools: ['hedge_trimmer', 'pruning_shears', 'gloves'],
    safety: 'hedge',
    fits: { profile: { landscaping: ['hedge'] } },
    source: sources.brandenburgHedge,
    en: {
      title: 'Cut the hedge back hard',
      how: 'Outside of the breeding season, on a day without frost.'
    },
    de: {
      title: 'Hecke kräftig zurückschneiden',
      how: 'Außerhalb der Brutzeit, an einem frostfreien Tag.'
    }
  },
  {
    id: 'trees-inspect',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['binoculars'],
    safety: 'tree',
    fits: { profile: { landscaping: ['trees'] } },
    source: sources.checkbookTrees,
    en: {
      title: 'Look at the trees',
      how: 'Dead branches, cracks, fungi at the foot, new lean; after storms too.'
    },
    de: {
      title: 'Bäume ansehen',
      how: 'Tote Äste, Risse, Pilze am Fuß, neue Neigung; auch nach Stürmen.'
    }
  },
  {
    id: 'trees-pro',
    every: [3, 'year'],
    season: [11, 2],
    importance: 'safety',
    minutes: 180,
    who: 'professional',
    safety: 'tree',
    fits: { profile: { landscaping: ['trees'] } },
    source: sources.isaTrees,
    en: {
      title: 'Have large trees checked by an arborist',
      how: 'Stability, dead wood, distance to roof and lines.'
    },
    de: {
      title: 'Große Bäume von Fachleuten prüfen lassen',
      how: 'Standfestigkeit, Totholz, Abstand zu Dach und Leitungen.'
    }
  },
  {
    id: 'fruit-tree-prune',
    every: [1, 'year'],
    season: [1, 3],
    importance: 'upkeep',
    minutes: 120,
    who: 'handy',
    tools: ['pruning_shears', 'saw', 'ladder'],
    safety: 'ladder',
    fits: { profile: { landscaping: ['trees'] } },
    source: sources.rhsFruit,
    en: {
      title: 'Prune the fruit trees',
      how: 'Apples and pears on dry days in late winter; cherries and plums in summer.'
    },
    de: {
      title: 'Obstbäume schneiden',
      how: 'Äpfel und Birnen an trockenen Tagen im Spätwinter; Kirschen und Pflaumen im Sommer.'
    }
  },
  {
    id: 'leaves-rake',
    every: [2, 'week'],
    season: [10, 12],
    importance: 'upkeep',
    minutes: 90,
    who: 'anyone',
    tools: ['rake', 'gloves'],
    fits: { profile: { landscaping: ['lawn', 'trees'] } },
    source: sources.nabuLeaves,
    en: {
      title: 'Rake the leaves',
      how: 'Off the lawn and paths, under hedges and beds as a cover for animals.'
    },
    de: {
      title: 'Laub rechen',
      how: 'Weg von Rasen und Wegen, unter Hecken und auf Beete als Schutz für Tiere.'
    }
  },
  {
    id: 'beds-mulch',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'upkeep',
    minutes: 180,
    who: 'anyone',
    tools: ['mulch', 'rake', 'gloves'],
    fits: { profile: { landscaping: ['garden'] } },
    source: sources.rhsMulch,
    en: {
      title: 'Weed and mulch the beds',
      how: "A hand's width from stems and walls."
    },
    de: {
      title: 'Beete jäten und mulchen',
      how: 'Eine Handbreit Abstand zu Stämmen und Wänden.'
    }
  },
  {
    id: 'perennials-cut',
    every: [1, 'year'],
    season: [2, 4],
    importance: 'upkeep',
    minutes: 120,
    who: 'anyone',
    tools: ['pruning_shears', 'gloves'],
    fits: { profile: { landscaping: ['garden'] } },
    source: sources.rhsMulch,
    en: {
      title: 'Cut back perennials and grasses',
      how: 'Late in winter: stems shelter insects until then.'
    },
    de: {
      title: 'Stauden und Gräser zurückschneiden',
      how: 'Spät im Winter: Bis dahin wohnen Insekten in den Stängeln.'
    }
  },
  {
    id: 'garden-tools',
    every: [1, 'year'],
    season: [11, 2],
    importance: 'upkeep',
    minutes: 90,
    who: 'anyone',
    tools: ['brush', 'file', 'wood_oil'],
    safety: 'sharp',
    fits: { profile: { landscaping: ['garden', 'hedge', 'trees'] } },
    source: sources.rhsTools,
    en: {
      title: 'Clean, sharpen and oil the garden tools',
      how: 'Rust off, edges keen, handles smooth.'
    },
    de: {
      title: 'Gartengeräte reinigen, schärfen und ölen',
      how: 'Rost ab, Klingen scharf, Stiele glatt.'
    }
  },
  {
    id: 'compost-turn',
    every: [3, 'month'],
    season: [3, 11],
    importance: 'upkeep',
    minutes: 45,
    who: 'anyone',
    tools: ['garden_fork'],
    fits: { profile: { landscaping: ['garden'] } },
    source: sources.epaCompost,
    en: {
      title: 'Turn the compost',
      how: 'Mix wet and dry, add air; what is crumbly goes onto the beds.'
    },
    de: {
      title: 'Kompost umsetzen',
      how: 'Nasses und Trockenes mischen, Luft hinein; Krümeliges kommt aufs Beet.'
    }
  },
  {
    id: 'frost-pots',
    every: [1, 'year'],
    season: [10, 11],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['wheelbarrow'],
    safety: 'heavy',
    fits: { profile: { landscaping: ['garden', 'patio', 'deck'] }, climate: ['freezing'] },
    source: sources.rhsFrost,
    en: {
      title: 'Bring tender plants in',
      how: 'Before the first frost: light, cool, checked for pests.'
    },
    de: {
      title: 'Kübelpflanzen einräumen',
      how: 'Vor dem ersten Frost: hell, kühl, auf Schädlinge geprüft.'
    }
  },
  {
    id: 'rain-barrel',
    every: [1, 'year'],
    season: [10, 11],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['brush'],
    fits: { profile: { landscaping: ['garden', 'lawn'] }, climate: ['freezing'] },
    source: sources.epaRainBarrel,
    en: {
      title: 'Empty the rain barrel',
      how: 'Open the tap, clean the screen, turn it over or leave it open.'
    },
    de: {
      title: 'Regentonne leeren',
      how: 'Hahn auf, Sieb reinigen, umdrehen oder offen lassen.'
    }
  },
  {
    id: 'grill-gas-check',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['brush', 'mild_detergent'],
    safety: 'gas',
    fits: { profile: { landscaping: ['patio', 'deck', 'garden'] } },
    source: sources.nfpaGrill,
    en: {
      title: "Check the grill's gas hose and clean it",
      how: 'Soapy water on the joints: bubbles mean a leak. Burn off and scrape the grease.'
    },
    de: {
      title: 'Gasschlauch des Grills prüfen und Grill reinigen',
      how: 'Seifenwasser an die Anschlüsse: Blasen bedeuten ein Leck. Fett ausbrennen und abschaben.'
    }
  },
  {
    id: 'play-equipment',
    every: [6, 'month'],
    season: [3, 10],
    importance: 'safety',
    minutes: 30,
    who: 'handy',
    tools: ['wrench'],
    fits: { profile: { landscaping: ['lawn', 'garden'] } },
    source: sources.cpscPlay,
    en: {
      title: 'Check swings, slides and trampoline',
      how: 'Screws, ropes, nets, soft ground deep enough, nothing to get caught in.'
    },
    de: {
      title: 'Schaukel, Rutsche und Trampolin prüfen',
      how: 'Schrauben, Seile, Netze, weicher Boden tief genug, nichts zum Hängenbleiben.'
    }
  },
  {
    id: 'garden-furniture',
    every: [1, 'year'],
    season: [4, 5],
    importance: 'comfort',
    minutes: 120,
    who: 'anyone',
    tools: ['mild_detergent', 'wood_oil', 'brush'],
    safety: 'oily_rags',
    fits: { profile: { landscaping: ['patio', 'deck', 'garden'] } },
    source: sources.rhsTools,
    en: {
      title: 'Clean and oil the garden furniture',
      how: 'And tighten its screws.'
    },
    de: {
      title: 'Gartenmöbel reinigen und ölen',
      how: 'Und die Schrauben nachziehen.'
    }
  }
]
