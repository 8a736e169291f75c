import type { CatalogueEntry } from './catalogue-entry.ts'
import { carriedOut, catalogue } from './catalogue.ts'
import { defects, effortNow, formerEffort } from './former-runbook.ts'

/** `docs/runbooks/secret-rotation.md`, made from the catalogue, so that runbook and tool cannot disagree. */
export function runbook(): string {
  return `# Secret rotation

Made from [the catalogue](../../ops/secrets/catalogue.ts) (\`npm run documents\`). The rule of order for each of them: every
acceptor takes the new value before any presenter shows it, and every presenter has stopped showing the old value before an
acceptor drops it. How a rotation goes, and what keeps it from going wrong: [0022](../decisions/0022-rotation.md). How it looks:
[a transcript](transcript-mail-password.md).

Rotate each one once a year at least (\`secrets status\` says when); at once when it may have been seen, when an operator's device
is lost, and when somebody leaves who has seen it.

**${[...carriedOut].join(', ')}** are rotated by one command; the others by hand, in the order of their steps:

\`\`\`
npm run --silent ops -- secrets adopt                        once: makes what kubectl and the files have left the tool's own
npm run --silent ops -- secrets status                       what there is, how old it is, what is under way
npm run --silent ops -- secrets rotate NAME --plan           what would be done, and what stands in the way
npm run --silent ops -- secrets rotate NAME                  does it, until somebody has to wait (exit code 10)
npm run --silent ops -- secrets revoke --due                 ends what has waited long enough, whoever began it
npm run --silent ops -- secrets rotate NAME --resume         goes on with one: any operator, any machine, after any crash
npm run --silent ops -- secrets rotate NAME --abort          takes it back, until the old value is being revoked
npm run --silent ops -- secrets verify                       ✓ and ✗ lines: who takes it, who shows it, who else wrote there
\`\`\`

- **You are asked** for the name of the environment before anything is changed, and for what only you can do at a provider; where
  nobody sits, \`--environment\` and \`--answers FILE\` say it.
- **To stop**, press Ctrl-C, close the laptop, or wait: nothing is lost at any point, both values are in escrow before the first
  effect. \`--resume\` goes on, \`--abort\` takes back.
- **In a compromise**, \`secrets rotate NAME --compromised\`: the old value goes as soon as every pod has the new one, whoever else
  still uses it. Then \`secrets verify NAME\`, then \`secrets log\` for what happened when.
- Exit codes: 0 done, 1 something stands in the way or is ✗, 2 wrong use, 3 a human must decide, 4 another operator is at it,
  5 taken back, 10 go on later.

| Secret | In the cluster | Shown by | Checked by | Both work through | At least | Oldest |
|---|---|---|---|---|--:|--:|
${catalogue.map(row).join('\n')}

${catalogue.map(section).join('\n')}
## From the files of the former runbook

Its files and commands go on working. \`deploy-k3s/scripts/02-setup-secrets.sh\` is \`secrets apply\`: it writes what differs between
[the sources](../../deploy-k3s/secrets/README.md) and the cluster, and refuses what was replaced since, what is too short, and
what is in the middle of a rotation. \`deploy-k3s/scripts/04-verify.sh\` is \`secrets verify\`. A date that is annotated by hand
(\`kubectl annotate secret NAME honeydue.dev/last-rotated="$(date -u +%Y-%m-%d)" --overwrite\`) counts for the keys of that Secret
that have none of their own. What was sealed: \`secrets escrow verify\`; who can open it: \`secrets recipients list\`; what is left
behind: \`secrets gc\`.

What one rotation takes, counted from the text of that runbook and from what is typed and asked now; minutes at the keyboard are
estimated with the same measure for both:

| Secret | Steps then | Minutes then | Steps now | Minutes now |
|---|--:|--:|--:|--:|
${catalogue.flatMap(effort).join('\n')}

What that runbook got wrong, and what the product does instead:

| | Then | Now |
|---|---|---|
${defects.map(defectRow).join('\n')}
`
}

function defectRow([defect, instead, secret]: (typeof defects)[number], at: number): string {
  const isSo = secret === undefined || carriedOut.has(secret)
  return `| D${at + 1} | ${defect} | ${instead}${isSo ? '' : ' (by hand, until the tool carries it out)'} |`
}

function effort({ name, asked }: CatalogueEntry): string[] {
  const then = formerEffort(name)
  if (!then || !carriedOut.has(name)) return then ? [`| ${name} | ${then.steps} | ${then.minutes} | by hand | |`] : []
  const now = effortNow(asked)
  return [`| ${name} | ${then.steps} | ${then.minutes} | ${now.steps} | ${now.minutes} |`]
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
    carriedOut.has(name)
      ? `Type: \`secrets rotate ${name}\`, later \`secrets revoke --due\`.`
      : 'By hand, until the tool carries it out.',
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
