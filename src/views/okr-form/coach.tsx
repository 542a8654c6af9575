import type { FormulaPart } from '../../domain/coaching/formula.ts';
import type { Finding, Tone } from '../../domain/coaching/rule.ts';
import { okrLinks } from '../okrs/links.ts';
import { templateLink } from '../templates/links.ts';
import { SectionHead } from '../ui/heads.tsx';
import { Glyph } from '../ui/icon.tsx';

/** What the coach has found in a form: nothing while it has no title. */
export type Coached = { findings: readonly Finding[]; formula: readonly FormulaPart[] };

const looks = { good: 'ok', warn: 'behind', hint: 'idle', open: 'idle' } as const satisfies Record<
  Tone | FormulaPart['state'],
  string
>;

/** The formula of a good title, each part coloured by whether it is there. */
export const Formula = ({ parts }: { parts: readonly FormulaPart[] }) => (
  <ol class="row" id="formula" role="list">
    {parts.map(({ words, state }) => (
      <li class={`status is-${looks[state]}`}>
        <Glyph name={`s-${looks[state]}`} label={stateWords[state]} />
        {words}
      </li>
    ))}
  </ol>
);

const stateWords = { good: 'There:', warn: 'Worth a look:', open: 'Missing:' };

type CoachProps = {
  /** Slug of the organization. */
  org: string;
  kind: string;
  /** The OKR that is edited; null for a new one. */
  okrId: string | null;
  coached: Coached;
};

/** Parts of the form that the coach wants to know of: not all, for the address has to hold them. */
const HEARD = '#title, #measure, #owners, #parents, #level, #team, #period, #ends-on';

/** The coach beside the form. It reads along while somebody types; without JavaScript, when asked. */
export const Coach = ({ org, kind, okrId, coached }: CoachProps) => (
  <aside class="sticky" aria-labelledby="coach-head">
    <div class="stack">
      <section class="stack tight" id="coach" aria-live="polite">
        <Findings coached={coached} org={org} />
      </section>
      <p class="row">
        <button
          class="btn"
          name="find"
          value="coach"
          formnovalidate
          hx-get={`/o/${org}/okrs/coach?${new URLSearchParams({ kind, ...(okrId && { okr: okrId }) })}`}
          hx-trigger={`${okrId ? 'load, ' : ''}click, input delay:300ms from:#title, input delay:300ms from:#measure`}
          hx-include={HEARD}
          hx-target="#coach"
          hx-swap="innerHTML"
          hx-sync="this:replace"
        >
          Check the wording
        </button>
        {!okrId && (
          <a class="small" href={templateLink(org, null)}>
            Start from a template
          </a>
        )}
      </p>
    </div>
  </aside>
);

/** The answer to a title being typed: findings, and the formula under it. */
export const CoachAnswer = ({ coached, org }: { coached: Coached; org: string }) => (
  <>
    <Findings coached={coached} org={org} />
    <hx-partial hx-target="#formula" hx-swap="outerHTML">
      <Formula parts={coached.formula} />
    </hx-partial>
  </>
);

const Findings = ({ coached: { findings }, org }: { coached: Coached; org: string }) => {
  const good = findings.filter((finding) => finding.tone === 'good').length;
  return (
    <>
      <SectionHead
        id="coach-head"
        title="Writing coach"
        note={findings.length > 0 && `${good} of ${findings.length}`}
      />
      {findings.length === 0 ? (
        <p class="small">
          Write a title, and here stands what would make it clearer. Nothing of it has to be followed.
        </p>
      ) : (
        <ul class="rows top small" role="list">
          {findings.map((finding) => (
            <FindingRow finding={finding} org={org} />
          ))}
        </ul>
      )}
    </>
  );
};

const FindingRow = ({
  finding: { tone, says, why, suggestion, about, turn },
  org,
}: {
  finding: Finding;
  org: string;
}) => (
  <li class={`is-${looks[tone]}`}>
    <Glyph name={`s-${looks[tone]}`} label={toneWords[tone]} />
    <div class="stack tight">
      {tone === 'good' ? (
        <p>{says}</p>
      ) : (
        <p>
          <b>{says}</b> {why}
        </p>
      )}
      {about && (
        <p class="small">
          <a href={okrLinks(org, about.id).page}>{about.title}</a>
        </p>
      )}
      {suggestion && <p>Try: “{suggestion}”</p>}
      {turn === 'project' && (
        <p>
          <button class="btn" name="find" value="project" formnovalidate formaction={`/o/${org}/okrs/new`}>
            Make it a project instead
          </button>
        </p>
      )}
    </div>
  </li>
);

const toneWords: Record<Tone, string> = { good: 'Good:', warn: 'Worth a look:', hint: 'Still missing:' };
