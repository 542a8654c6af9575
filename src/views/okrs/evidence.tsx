import type { Child } from 'hono/jsx';
import { measureOf } from '../../domain/okrs/okr.ts';
import { goesByTasks } from '../../domain/tasks/task.ts';
import type { Formats } from '../format.ts';
import { WhatIf } from '../suppositions/what-if.tsx';
import { FromTasks } from '../tasks/evidence.tsx';
import { Facts } from '../ui/facts.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { ReadingEvidence } from './evidence-reading.tsx';
import { okrLinks } from './links.ts';
import { type OkrView, regions } from './okr-view.ts';
import { alsoWords } from './okr-words.ts';
import { valueWords } from './value-words.ts';

/** “Why this number”, for each way in which a number can come about. */
export const Evidence = (view: OkrView) => {
  const { okr, link } = view.found;
  if (okr.mode === 'data_source' && link) return <ReadingEvidence {...view} link={link} />;
  return (
    <section class="stack tight" aria-labelledby="why" id={regions.evidence}>
      <SectionHead id="why" title="Why this number" note={originOf(okr)} />
      <Origin {...view} />
      <SaidBy {...view} />
      <Rule {...view} />
      <WhatIf {...view} />
    </section>
  );
};

const Origin = (view: OkrView) => {
  const { okr } = view.found;
  if (goesByTasks(okr)) return <FromTasks {...view} />;
  return okr.mode === 'rollup' ? <FromChildren {...view} /> : <FromPerson {...view} />;
};

const originOf = (okr: OkrView['found']['okr']): string => {
  if (goesByTasks(okr)) return 'From its tasks';
  return okr.mode === 'rollup' ? 'Rolled up from below' : 'Checked in by hand';
};

/** How the status follows, and what else to know about the number. */
export const Rule = ({ explanation: { rule, notes } }: OkrView) => (
  <p class="small">
    {rule}
    {notes.map((note) => (
      <>
        <br />
        {note}
      </>
    ))}
  </p>
);

/** Who said the value of an OKR that else updates itself, and when; nothing where nobody did. */
export const SaidBy = ({ found: { okr }, explanation, formats }: OkrView) => {
  const said = explanation.inputs.find((input) => input.type === 'check_in');
  if (okr.mode === 'manual' || !said) return null;
  const who = said.author ?? bySource[said.source];
  return (
    <p class="small">{`${who} said ${valueWords(measureOf(okr), said.value, formats)} ${formats.moment(Date.parse(said.at))}.`}</p>
  );
};

const FromPerson = ({ found: { okr, told }, explanation, formats }: OkrView) => {
  const measure = measureOf(okr);
  if (!told || okr.value === null) return <p>Nobody has said a value yet.</p>;
  const [term, result] = partsOf(explanation.formula);
  const who = told.author ?? bySource[told.source];
  return (
    <Facts
      items={[
        { term: 'Value', value: valueWords(measure, okr.value, formats) },
        { term: 'Last said by', value: `${who}, ${formats.moment(told.at)}` },
        measure.type === 'metric' && { term, value: <b>{result}</b> },
      ]}
    />
  );
};

const bySource = {
  person: 'A person',
  token: 'A script',
  sync: 'A data source',
  roll_up: 'A roll-up',
  import: 'An import',
} as const;

const FromChildren = ({ org, found, explanation, may, formats }: OkrView) => {
  const children = explanation.inputs.filter((input) => input.type === 'child');
  const [term, result] = partsOf(explanation.formula);
  if (children.length === 0) return <p>{explanation.formula}</p>;
  return (
    <>
      <div class="scroll" tabindex={0} role="region" aria-label="What each child adds">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col" class="n">
                Contribution
              </th>
              <th scope="col" class="n">
                Progress
              </th>
              <th scope="col" class="n">
                Adds
              </th>
              <th scope="col" class="n">
                Since
              </th>
            </tr>
          </thead>
          <tbody>
            {children.map((child) => (
              <tr>
                <th scope="row">
                  {child.okr_id === null ? (
                    child.title
                  ) : (
                    <a href={`/o/${org.slug}/okrs/${child.okr_id}`}>{child.title}</a>
                  )}
                  {child.also_in.length > 0 && <small>{alsoWords(child.also_in, formats)}</small>}
                </th>
                <td class="n">{child.contribution === 0 ? 'none' : share(child.contribution, formats)}</td>
                <td class="n">{child.progress === null ? 'None yet' : formats.percent(child.progress)}</td>
                <td class="n">{child.part === null ? '–' : added(found, child.part, formats)}</td>
                <td class="n">{child.value_at === null ? '–' : formats.moment(Date.parse(child.value_at))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Facts items={[{ term, value: <b>{result}</b> }]} />
      {may.change && found.okr.closedAt === null && children.length > 1 && (
        <p class="small">
          <a href={okrLinks(org.slug, found.okr.id).contributions}>Change what each contributes</a>
        </p>
      )}
    </>
  );
};

/** What a child adds: points of the mean, or a value where values are summed. */
const added = ({ okr }: OkrView['found'], part: number, formats: Formats): string => {
  const measure = measureOf(okr);
  return measure.type === 'metric' && measure.unit !== '%'
    ? valueWords(measure, part, formats)
    : formats.number(tenths(part));
};

const share = (percent: number, formats: Formats): string => formats.metricValue(tenths(percent), '%');

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** A formula as what is worked out and what comes out; a formula in words stays whole. */
export const partsOf = (formula: string): [term: Child, result: string] => {
  const at = formula.lastIndexOf(' = ');
  return at < 0 ? [formula, ''] : [formula.slice(0, at), formula.slice(at + 3)];
};
