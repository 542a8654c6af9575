import type { Formats } from '../format.ts';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { StatusMark } from '../ui/status.tsx';
import { formId, Group } from './group.tsx';
import type { Foreseen, OkrSettingsView } from './settings-view.ts';

const says =
  'A gap is what is missing to the progress expected by today, in points. Open OKRs are judged anew when you save; days past keep the colour they had.';

/** From which gap on an OKR is behind and at risk, and what a parent goes by; with what saving would change. */
export const StatusRules = (view: OkrSettingsView) => (
  <Group {...view} group="status" title="Colours" says={says} actions={<PreviewButton base={view.base} />}>
    {(errors) => (
      <>
        <div class="grid">
          <TextField
            id="behind_bound"
            name="behind_bound"
            label="Behind, when the gap is more than"
            value={view.values.behind_bound}
            unit="points"
            inputmode="decimal"
            error={errors.behind_bound}
            required
          />
          <TextField
            id="at_risk_bound"
            name="at_risk_bound"
            label="At risk, when the gap is more than"
            value={view.values.at_risk_bound}
            unit="points"
            inputmode="decimal"
            error={errors.at_risk_bound}
            required
          />
        </div>
        <Segmented
          id="parent_status"
          legend="An OKR that takes its progress from what is below it goes by"
          name="parent_status"
          value={view.values.parent_status ?? null}
          options={[
            { value: 'children', label: 'The worst below it' },
            { value: 'progress', label: 'Its own progress' },
          ]}
          error={errors.parent_status}
        />
        <div id={foreseenId} aria-live="polite">
          <ForeseenColours foreseen={view.foreseen} formats={view.formats} />
        </div>
      </>
    )}
  </Group>
);

const foreseenId = 'settings-foreseen';

const PreviewButton = ({ base }: { base: string }) => (
  <button
    class="btn quiet"
    formaction={`${base}/preview`}
    hx-post={`${base}/preview`}
    hx-trigger={`click, change from:#${formId('status')}`}
    hx-include="closest form"
    hx-target={`#${foreseenId}`}
    hx-swap="innerHTML"
    hx-sync="this:replace"
  >
    Preview
  </button>
);

/** How many OKRs would change their colour, and how. */
export const ForeseenColours = ({ foreseen, formats }: { foreseen: Foreseen; formats: Formats }) => {
  if (foreseen === null) return null;
  if (foreseen === 'too_many')
    return (
      <p class="small">There are too many open OKRs to count beforehand. They get their colours within minutes.</p>
    );
  return (
    <div class="stack tight">
      <p>{summaryOf(foreseen, formats)}</p>
      {foreseen.moves.length > 0 && (
        <ul class="rows" role="list">
          {foreseen.moves.map(({ from, to, count }) => (
            <li>
              <b>{formats.number(count)}</b>
              <StatusMark status={from} />
              <Icon name="to" />
              <span class="vh">become</span>
              <StatusMark status={to} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

function summaryOf({ open, changed }: Exclude<Foreseen, 'too_many' | null>, { number }: Formats): string {
  const all = `${number(open)} open ${open === 1 ? 'OKR' : 'OKRs'}`;
  if (open === 0) return 'There is no open OKR yet.';
  if (changed === 0) return `None of ${all} changes its colour.`;
  return `${number(changed)} of ${all} ${changed === 1 ? 'changes its' : 'change their'} colour:`;
}
