import type { Proposal } from '../../domain/check-ins/proposing.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import type { Call } from '../../domain/words.ts';
import { verdictWords } from '../check-ins/proposal-words.ts';
import type { Formats } from '../format.ts';
import { Bar } from '../ui/bar.tsx';
import { YourCall } from '../ui/segmented.tsx';
import { StatusMark } from '../ui/status.tsx';

type Props = { okr: Okr; proposal: Proposal; error?: string; formats: Formats };

/** The place that tells what the numbers say of the value in the field. It stays, so that changes in it are read out. */
export const Verdict = (props: Props) => (
  <div class="stack tight" id="verdict" aria-live="polite">
    <VerdictWords {...props} />
  </div>
);

/** The bar and a sentence, or why the value cannot be read. */
const VerdictWords = ({ okr, proposal, error, formats }: Props) => (
  <>
    <Bar progress={proposal.progress} expected={proposal.expected} status={proposal.computed} formats={formats} />
    {error ? (
      <p class="field">
        <span class="error">{error}</span>
      </p>
    ) : (
      <p class="row">
        <StatusMark status={proposal.computed} />
        <span class="small">{verdictWords(measureOf(okr), proposal, formats)}</span>
      </p>
    )}
  </>
);

/** The call, and what was suggested, by which the server tells a choice from a suggestion left alone. */
export const QuickCall = ({ call, suggested }: { call: Call | null; suggested: Call | null }) => (
  <div id="call">
    <input type="hidden" name="suggested" value={suggested ?? ''} />
    <YourCall id="status" value={call} silent />
  </div>
);

/** The answer to a value being typed: verdict, and a call that follows it unless the person made their own. */
export const VerdictAnswer = ({ call, ...props }: Props & { call: Call | null }) => (
  <>
    <VerdictWords {...props} />
    {!props.error && (
      <hx-partial hx-target="#call" hx-swap="outerHTML">
        <QuickCall call={call} suggested={props.proposal.call} />
      </hx-partial>
    )}
  </>
);
