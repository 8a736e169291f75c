import type { CatalogueEntry } from './catalogue-entry.ts'
import { carriedOut, catalogue } from './catalogue.ts'

/** `docs/runbooks/secrets.md`, made from the catalogue, so that runbook and tool cannot disagree. */
export function runbook(): string {
  return `# Secrets

Made from [the catalogue](../../ops/secrets/catalogue.ts) (\`npm run documents\`). The rule of order for each of them: every
acceptor takes the new value before any presenter shows it, and every presenter has stopped showing the old value before an
acceptor drops it. How a rotation goes, and what keeps it from going wrong: [0022](../decisions/0022-rotation.md).

**${[...carriedOut].join(', ')}** are rotated by one command; the others by hand, in this order:

\`\`\`
npm run --silent ops -- secrets rotate NAME --plan           what would be done, and what stands in the way
npm run --silent ops -- secrets rotate NAME                  does it, until somebody has to wait (exit code 10)
npm run --silent ops -- secrets rotate NAME --resume         goes on: any operator, any machine, after any crash
npm run --silent ops -- secrets rotate NAME --abort          takes it back, until the old value is being revoked
npm run --silent ops -- secrets rotate NAME --compromised    the old value goes as soon as every pod has the new one
npm run --silent ops -- secrets status                       what there is, how old it is, what is under way
\`\`\`

The first time, a key that kubectl wrote is taken over with \`--take-over\`. You are asked for the name of the environment, and for
nothing else. Exit codes: 0 done, 1 something stands in the way, 2 wrong use, 3 a human must decide, 4 another operator is at
it, 5 taken back, 10 go on later. Whatever happens in between, nothing is lost: both values are in escrow before the first effect.

| Secret | In the cluster | Shown by | Checked by | Both work through | At least | Oldest |
|---|---|---|---|---|--:|--:|
${catalogue.map(row).join('\n')}

${catalogue.map(section).join('\n')}`
}

function row({ name, object, presenters, acceptor, overlap, maxAgeDays }: CatalogueEntry): string {
  const place = object.keys.length > 0 ? `${object.secret} → ${object.keys.join(', ')}` : object.secret
  const shown = presenters.map(({ workload }) => workload).join(', then ')
  return `| ${[name, place, shown, acceptor, overlap.by, lasting(overlap.minutes), `${maxAgeDays} d`].join(' | ')} |`
}

function lasting(minutes: number): string {
  if (minutes < 120) return `${minutes} min`
  return minutes < 48 * 60 ? `${minutes / 60} h` : `${minutes / 24 / 60} d`
}

function section({ name, source, presenters, mint, probe, disuse, revoke, impact, asked }: CatalogueEntry): string {
  const facts = [
    `Kept until now: ${source}.`,
    `Made by ${mint.by}: ${mint.how}.`,
    `Taken up: ${presenters.map(({ workload, reload }) => `${workload} ${reload === 'new pods' ? 'in new pods' : reload}`).join(', ')}.`,
    `Proved by: ${probe}.`,
    `Nobody uses the old one when: ${disuse}.`,
    `Revoked: ${revoke.how}${revoke.reversible ? '' : ' (not to be taken back)'}.`,
    `What people notice: ${impact}.`
  ]
  const steps = asked.map((step, at) => `${at + 1}. ${step}`)
  return [
    `## ${name}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    ...(steps.length > 0 ? ['', 'You are asked to:', '', ...steps] : []),
    ''
  ].join('\n')
}
