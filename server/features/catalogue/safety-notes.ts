import type { Language } from '#contract/values.ts'

/** What can hurt somebody while doing it, and how not to be hurt. */
export const safetyNotes = {
  ashes: {
    en: 'Embers stay hot for days: metal bucket with a lid, outdoors, away from anything that burns.',
    de: 'Glut bleibt tagelang heiß: Metalleimer mit Deckel, draußen, fern von Brennbarem.'
  },
  attic: {
    en: 'Step on the joists only, wear a mask, and leave old loose insulation alone: it may hold asbestos.',
    de: 'Tritt nur auf die Balken, trag eine Maske und lass alte lose Dämmung in Ruhe: Sie kann Asbest enthalten.'
  },
  blind_cords: {
    en: 'Children can strangle themselves on cords and chains: keep them out of reach or go without.',
    de: 'An Schnüren und Ketten können Kinder sich strangulieren: außer Reichweite oder ganz ohne.'
  },
  car_jack: {
    en: 'Firm level ground, brake on, wheels chocked; nobody under or in the car.',
    de: 'Fester ebener Boden, Bremse angezogen, Räder verkeilt; niemand unter oder im Auto.'
  },
  chemicals: {
    en: 'Gloves and open windows; never mix cleaners, least of all bleach with acids.',
    de: 'Handschuhe und offene Fenster; mische nie Reiniger, schon gar nicht Chlor mit Säure.'
  },
  co_alarm: {
    en: 'If the carbon monoxide alarm sounds: everyone out, call the fire service, do not go back in.',
    de: 'Ertönt der Kohlenmonoxid-Melder: alle hinaus, Feuerwehr rufen, nicht wieder hineingehen.'
  },
  cool_down: {
    en: 'Switch off and let it cool completely first.',
    de: 'Vorher ausschalten und ganz abkühlen lassen.'
  },
  droppings: {
    en: 'Do not sweep droppings dry: mask, gloves, wet with disinfectant, wipe up.',
    de: 'Kehre Kot nie trocken: Maske, Handschuhe, mit Desinfektionsmittel befeuchten, aufwischen.'
  },
  drowning: {
    en: 'Children drown silently and within seconds: until it is mended nobody is left alone there.',
    de: 'Kinder ertrinken lautlos und in Sekunden: Bis es repariert ist, bleibt dort niemand allein.'
  },
  electric: {
    en: 'Look and press only; whatever is behind covers is work for electricians.',
    de: 'Nur ansehen und drücken; was hinter Abdeckungen liegt, ist Sache von Elektrofachleuten.'
  },
  eye_protection: {
    en: 'Safety glasses, long sleeves and sturdy shoes.',
    de: 'Schutzbrille, lange Ärmel und feste Schuhe.'
  },
  garage_spring: {
    en: 'The springs are under deadly tension: never loosen or replace them yourself.',
    de: 'Die Federn stehen unter lebensgefährlicher Spannung: nie selbst lösen oder tauschen.'
  },
  gas: {
    en: 'Smell gas? No switch, no flame, no phone indoors: windows open, out, call from outside.',
    de: 'Gasgeruch? Kein Schalter, keine Flamme, kein Telefon im Haus: Fenster auf, hinaus, von draußen anrufen.'
  },
  heavy: {
    en: 'Lift with a second person, and from the knees.',
    de: 'Zu zweit heben, und aus den Knien.'
  },
  hedge: {
    en: 'Safety glasses, both hands on the trimmer, cable behind you; leave nests alone.',
    de: 'Schutzbrille, beide Hände am Gerät, Kabel hinter dir; lass Nester in Ruhe.'
  },
  hot_water: {
    en: 'The water can scald: let it cool or drain slowly, with children away.',
    de: 'Das Wasser kann verbrühen: abkühlen lassen oder langsam ablassen, Kinder fernhalten.'
  },
  hygiene: {
    en: 'Gloves, and wash your hands and what has been touched afterwards.',
    de: 'Handschuhe, danach Hände und Berührtes waschen.'
  },
  ladder: {
    en: 'Ladder on firm ground, tied or held, never on the top rungs, not in wind.',
    de: 'Leiter auf festem Grund, gesichert oder gehalten, nie auf den obersten Sprossen, nicht bei Wind.'
  },
  lead_paint: {
    en: 'Paint from before 1980 may hold lead: no dry sanding, no burning off, keep dust in.',
    de: 'Farbe von vor 1980 kann Blei enthalten: nicht trocken schleifen, nicht abbrennen, Staub zurückhalten.'
  },
  mould: {
    en: 'Mask and gloves; more than half a square metre is work for professionals.',
    de: 'Maske und Handschuhe; mehr als ein halber Quadratmeter ist Sache von Fachleuten.'
  },
  mower: {
    en: 'Pull the plug, the battery or the spark plug before a hand goes near the blade.',
    de: 'Stecker, Akku oder Zündkerze ab, bevor eine Hand ans Messer kommt.'
  },
  oily_rags: {
    en: 'Rags with oil can catch fire by themselves: spread them outdoors to dry or soak them in water.',
    de: 'Ölgetränkte Lappen können sich selbst entzünden: draußen ausgebreitet trocknen oder in Wasser legen.'
  },
  pesticides: {
    en: 'Read the label, no more than it says, out of reach of children and animals.',
    de: 'Lies das Etikett, nicht mehr als dort steht, fern von Kindern und Tieren.'
  },
  pool_chemicals: {
    en: 'Chemicals into water, never water into chemicals; never mix two; goggles and gloves.',
    de: 'Mittel ins Wasser, nie umgekehrt; nie zwei mischen; Brille und Handschuhe.'
  },
  power_off: {
    en: 'Switch it off and pull the plug or the breaker first.',
    de: 'Vorher ausschalten und Stecker oder Sicherung ziehen.'
  },
  pressure: {
    en: 'Pressure and hot water: stand aside, face away, open slowly.',
    de: 'Druck und heißes Wasser: seitlich stehen, Gesicht weg, langsam öffnen.'
  },
  refrigerant: {
    en: 'Only certified companies may open the refrigerant circuit.',
    de: 'Den Kältekreis dürfen nur zertifizierte Betriebe öffnen.'
  },
  roof: {
    en: 'Stay on the ground: going up is for professionals with fall protection.',
    de: 'Bleib am Boden: Hinauf gehen nur Fachleute mit Absturzsicherung.'
  },
  septic_gas: {
    en: 'Never lean into or enter a tank: its gases kill without warning. Keep lids locked.',
    de: 'Nie in die Grube beugen oder steigen: Ihre Gase töten ohne Vorwarnung. Deckel verriegeln.'
  },
  sharp: { en: 'Cut away from yourself, with gloves.', de: 'Vom Körper weg arbeiten, mit Handschuhen.' },
  slippery: {
    en: 'Wet algae are as slippery as ice: shoes with grip.',
    de: 'Nasse Algen sind glatt wie Eis: Schuhe mit Profil.'
  },
  tree: {
    en: 'Saw nothing above your shoulders or near power lines; call an arborist.',
    de: 'Säge nichts über Schulterhöhe oder nahe an Leitungen; ruf Baumpflege.'
  },
  wasps: {
    en: 'Keep calm and away from larger nests; some kinds are protected. Allergic people stay inside.',
    de: 'Ruhig bleiben, Abstand zu größeren Nestern; manche Arten sind geschützt. Wer allergisch ist, bleibt drinnen.'
  }
} as const satisfies Record<string, Record<Language, string>>

export type SafetyNote = keyof typeof safetyNotes
