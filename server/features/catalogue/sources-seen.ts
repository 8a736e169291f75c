import { page, type Source } from './source.ts'

/** The sources that were read (docs/decisions/0019-catalogue.md). */
export const sourcesSeen = {
  acoBackwater: seen(
    'ACO Haustechnik',
    'Wartung von Rückstauverschlüssen',
    'https://www.aco-haustechnik.de/support-askaco/askaco/rueckstauverschluesse/wartung/'
  ),
  adfc: seen(
    'ADFC Nordrhein-Westfalen',
    'Frühlings-Fahrrad-Check',
    'https://nrw.adfc.de/pressemitteilung/fruehlings-fahrrad-check-eine-pruefliste'
  ),
  afcpeBudget: seen(
    'Association for Financial Counseling & Planning Education',
    'Home maintenance: how much to save each year',
    'https://www.afcpe.org/news-and-publications/blog/home-maintenance-how-much-should-homeowners-save-each-year/'
  ),
  alaskaHeatPumps: seen(
    'Alaska Heat Smart',
    'Maintenance for heat pumps',
    'https://akheatsmart.org/for-home/maintenance-for-heat-pumps/'
  ),
  allianzInspection: seen('Allianz', 'TÜV-Plakette', 'https://www.allianz-autowelt.de/tuev/plakette/'),
  aschaffenburgOilTank: seen(
    'Landkreis Aschaffenburg',
    'Heizölverbraucheranlagen',
    'https://www.landkreis-aschaffenburg.de/index.php?ModID=7&FID=3984.37323.1&object=tx%7C3984.37323.1'
  ),
  bismarckSmokeAlarms: seen('City of Bismarck', 'Smoke alarms', 'https://bismarcknd.gov/1372/Smoke-Detectors'),
  brandenburgHedge: seen(
    'Stadt Brandenburg an der Havel',
    'Brutschutzzeit',
    'https://stadt-brandenburg.de/presse/jaehrliche-brutschutzzeit-hat-begonnen'
  ),
  caerphillyWater: seen(
    'Caerphilly County Borough Council',
    'Your water system',
    'https://www.caerphilly.gov.uk/services/housing/repairs,-adaptations-and-improvements/your-water-system'
  ),
  checkbookHeating: seen(
    "Consumers' Checkbook",
    'Maintaining HVAC equipment',
    'https://www.checkbook.org/san-francisco-bay-area/air-conditioning-and-heating-contractors/articles/Maintaining-HVAC-Equipment-5582'
  ),
  checkbookTrees: seen(
    "Consumers' Checkbook",
    'How do you know if a tree is dying',
    'https://www.checkbook.org/chicago-area/tree-care/articles/How-Do-You-Know-If-a-Tree-Is-Dying-2240'
  ),
  cpscCarbonMonoxide: seen(
    'Consumer Product Safety Commission',
    'CO alarms',
    'https://www.cpsc.gov/Safety-Education/Safety-Education-Centers/Carbon-Monoxide-Information-Center/CO-Alarms/'
  ),
  denbighshireWater: seen('Denbighshire Housing', 'Legionella', 'https://www.denbighshirehousing.co.uk/legionella/'),
  drazice: seen(
    'NIBE Dražice',
    'Warmwasserspeicher OKC: Bedienungsanleitung',
    'https://manualslib.de/manual/1010444/Nibe-Drazice-Okc-125.html?page=10'
  ),
  energyStarCheckUps: seen(
    'ENERGY STAR',
    'How to keep your HVAC system working efficiently',
    'https://www.energystar.gov/products/ask-the-experts/how-to-keep-your-hvac-system-working-efficiently'
  ),
  esfiGfci: seen(
    'Electrical Safety Foundation International',
    'Five easy steps to a safer home',
    'https://www.esfi.org/5-easy-steps-to-a-safer-home/'
  ),
  eta: seen(
    'ETA Heiztechnik',
    'Wasserdruck und Sicherheitseinrichtungen',
    'https://manualslib.de/manual/476623/Eta-Hack-Series.html?page=26'
  ),
  greenRoofGuide: seen('Green Roof Guide', 'Maintenance', 'https://greenroofguide.co.uk/maintenance/'),
  hainburgHeavyRain: seen(
    'Gemeinde Hainburg',
    'Starkregen und Hochwasser: Tipps des Bundesamts für Bevölkerungsschutz',
    'https://hainburg.de/rathaus-politik/brand-u-katastrophenschutz-feuerwehr/fd-3-2-brand-katastrophen-u-bevoelkerungsschutz/infos-zu-starkregen-und-hochwasser'
  ),
  heritageFund: seen(
    'National Lottery Heritage Fund',
    'Building maintenance guidance',
    'https://www.heritagefund.org.uk/funding/good-practice-guidance/building-maintenance-guidance'
  ),
  hessenExtinguishers: seen(
    'Verbraucherfenster Hessen',
    'Auch Feuerlöscher brauchen Wartung',
    'https://verbraucherfenster.hessen.de/umwelt-technik/bauen-wohnen/auch-feuerl%C3%B6scher-brauchen-wartung'
  ),
  kierspeRadiators: seen(
    'Stadtwerke Kierspe',
    'Entlüften der Heizung spart Energie und Geld',
    'https://stadtwerke-kierspe.de/aktuelles-original/pressemitteilung/69-entlueften-der-heizung-spart-energie-und-geld'
  ),
  lakehavenShutOff: seen(
    'Lakehaven Water & Sewer District',
    'Shut off valves',
    'https://www.lakehaven.org/170/Shut-Off-Valves'
  ),
  mbci: seen('MBCI', 'Roof maintenance and inspections', 'https://www.mbci.com/blog/roof-maintenance-and-inspections/'),
  midewaFilter: seen('MIDEWA', 'Wasserfilter', 'https://www.midewa.de/trinkwasserqualitaet/wasserfilter/'),
  penfolds: seen(
    'Penfolds Roofing',
    'How to care for a flat roof',
    'https://www.penfoldsroofing.com/blog/how-to-care-for-a-flat-roof'
  ),
  polizeiBurglary: seen(
    'Polizeiliche Kriminalprävention',
    'Tag des Einbruchschutzes',
    'https://www.polizei-beratung.de/aktuelles/detailansicht/tag-des-einbruchschutzes-2020/'
  ),
  poulsboAlarms: seen('Poulsbo Fire Department', 'Smoke alarm safety', 'https://poulsbofire.org/smoke-detectors/'),
  regionetzGas: seen('Regionetz', 'Erdgasleitungsprüfung', 'https://regionetz.de/dienstleistungen/fuer-privatkunden'),
  rhsAutumnLawn: seen(
    'Royal Horticultural Society',
    'Lawns in September',
    'https://www.rhs.org.uk/advice/in-month/september/lawns'
  ),
  srfWashing: seen(
    'Schweizer Radio und Fernsehen',
    'Die Waschmaschine richtig pflegen',
    'https://www.srf.ch/sendungen/ratgeber/die-waschmaschine-richtig-pflegen'
  ),
  umnLawn: seen(
    'University of Minnesota',
    'Home lawn care newsletter: August',
    'https://turf.umn.edu/home-lawn-care-newsletter-august-2023'
  ),
  wrexhamBuildings: seen(
    'Wrexham County Borough Council',
    'Historic building inspection',
    'https://wrexham.gov.uk/service/historic-building-maintenance/historic-building-inspection'
  )
} as const satisfies Record<string, Source>

function seen(publisher: string, title: string, url: string): Source {
  return { ...page(publisher, title, url), seenOn: '2026-11-26' }
}
