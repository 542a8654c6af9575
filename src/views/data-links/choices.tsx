import type { Child } from 'hono/jsx';
import { Notes, wiringOf } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { one, type QueryValues } from './query-values.ts';

/** Something to pick, as its provider names it. */
export type Choice = { value: string; label: string; detail?: string };

/** What a provider answered when it was asked for a list. */
export type Listed =
  | { state: 'unasked' }
  | { state: 'refused'; words: string }
  | { state: 'listed'; choices: readonly Choice[] };

export type Lists = Readonly<Record<string, Listed>>;

/** What every picker of a query needs. */
export type Picking = {
  /** Start of every address of the organization. */
  base: string;
  /** Where the form around it goes, also to come back with more in it. */
  action: string;
  query: QueryValues;
  seek: Readonly<Record<string, string>>;
  lists: Lists;
  errors: Record<string, string>;
};

type FieldProps = Picking & {
  /** The field of the query. */
  name: string;
  legend: string;
  hint?: Child;
  optional?: boolean;
  many?: boolean;
  search: string;
  /** The field that decides what there is to choose from. */
  after?: string;
};

/** One or several of what a provider has: a field to search it or to paste an address, and boxes to tick. */
export const ChoiceField = (props: FieldProps) => {
  const { name, legend, hint, optional, errors, after, query } = props;
  const { id: _, ...wiring } = wiringOf({ id: `pick-${name}`, error: errors[name], hint });
  const known = after === undefined || isChosen(query, after);
  return (
    <fieldset class="field" id={`pick-${name}`} {...wiring}>
      <legend>
        {legend}
        {optional && <span class="count"> optional</span>}
      </legend>
      <Searched
        {...props}
        asks={`${known ? 'load, ' : ''}change from:${after ? `#choices-${after}` : '#connection'}`}
      />
      <Notes id={`pick-${name}`} error={errors[name]} hint={hint} />
    </fieldset>
  );
};

/** The project or board that a query is about. What is wrong with the query as a whole is said here. */
export const PlaceField = ({ name, errors, ...props }: FieldProps) => (
  <ChoiceField {...props} name={name} errors={{ ...errors, [name]: errors[name] ?? errors.query ?? '' }} />
);

type OneOfProps = Pick<FieldProps, 'query' | 'errors' | 'name' | 'legend'> & {
  options: Readonly<Record<string, string>>;
};

/** One of a few words that a query may say, the first of them where it says none. */
export const OneOf = ({ query, errors, name, legend, options }: OneOfProps) => (
  <Segmented
    id={name}
    {...{ name, legend }}
    value={one(query, name) || (Object.keys(options)[0] ?? '')}
    options={Object.entries(options).map(([value, label]) => ({ value, label }))}
    error={errors[name]}
  />
);

/** The same for what few people need: folded up, and only asked for when somebody opens it. */
export const FoldedChoiceField = (props: FieldProps) => {
  const { name, legend, errors, query } = props;
  const open = isChosen(query, name) || Boolean(errors[name]);
  return (
    <details class="field" id={`pick-${name}`} open={open}>
      <summary class="row">
        <Icon name="right" turn />
        {legend}
        <span class="count">optional</span>
      </summary>
      <Searched {...props} asks={open ? 'load' : `toggle from:#pick-${name}`} />
      <Notes id={`pick-${name}`} error={errors[name]} />
    </details>
  );
};

/** Picks that write another field of the query, which then comes back with them in it. */
export const WritingField = (props: FieldProps & { does: string }) => {
  const { name, action, does } = props;
  return (
    <div
      class="field"
      hx-post={action}
      hx-trigger={`change from:#choices-${name}`}
      hx-include="closest form"
      hx-vals={JSON.stringify({ find: name })}
      hx-target="#link-fields"
      hx-select="#link-fields"
      hx-swap="outerHTML"
      hx-sync="#link-fields:replace"
    >
      <FoldedChoiceField {...props} />
      <noscript>
        <button class="btn" name="find" value={name} formnovalidate>
          {does}
        </button>
      </noscript>
    </div>
  );
};

/** A search field over what it finds. `asks` says when the provider is asked without a search. */
const Searched = ({ asks, ...props }: FieldProps & { asks: string }) => {
  const { name, legend, search, base, seek } = props;
  const asking = {
    'hx-get': `${base}/data-links/choices?list=${name}`,
    'hx-include': '#link-query',
    'hx-target': `#choices-${name}`,
    'hx-swap': 'innerHTML',
    'hx-sync': 'this:replace',
  };
  return (
    <>
      <input
        type="search"
        name={`seek_${name}`}
        value={seek[name] ?? ''}
        placeholder={search}
        aria-label={`${legend}: ${search.toLowerCase()}`}
        autocomplete="off"
        {...asking}
        hx-trigger="input changed delay:300ms"
      />
      <div class="choices" id={`choices-${name}`} {...asking} hx-trigger={asks}>
        <Choices {...props} listed={props.lists[name] ?? { state: 'unasked' }} />
      </div>
    </>
  );
};

const isChosen = (query: QueryValues, name: string): boolean => (query[name] ?? []).length > 0;

type ChoicesProps = Pick<FieldProps, 'name' | 'many' | 'query'> & { listed: Listed };

/** What is picked, and what else there is. Replaced while somebody searches. */
export const Choices = ({ name, many = false, query, listed }: ChoicesProps) => {
  const none = noneWords[name];
  const chosen = query[name] ?? [];
  const found = listed.state === 'listed' ? listed.choices : [];
  const picked = chosen.map((value) => found.find((each) => each.value === value) ?? { value, label: unnamed(value) });
  const rest = found.filter(({ value }) => !chosen.includes(value));
  return (
    <>
      {none && <Tick type="radio" name={name} choice={{ value: '', label: none }} on={chosen.length === 0} />}
      {picked.map((choice) => (
        <Tick type={many ? 'checkbox' : 'radio'} name={name} choice={choice} on />
      ))}
      {rest.map((choice) => (
        <Tick type={many ? 'checkbox' : 'radio'} name={name} choice={choice} on={false} />
      ))}
      {listed.state === 'listed' && found.length === 0 && <small>Nothing by that name.</small>}
      {listed.state === 'refused' && <small class="error">{listed.words}</small>}
    </>
  );
};

const Tick = (props: { type: 'checkbox' | 'radio'; name: string; choice: Choice; on: boolean }) => (
  <label class="check">
    <input type={props.type} name={props.name} value={props.choice.value} checked={props.on} />
    <span>
      {props.choice.label}
      {props.choice.detail && <span class="count"> {props.choice.detail}</span>}
    </span>
  </label>
);

/** What choosing nothing is called, in the fields where that is a choice of its own. */
export const noneWords: Readonly<Record<string, string>> = {
  parent_task_gid: 'All tasks of the project',
  sum_field_gid: 'Count each task as one',
  sum_field: 'Count each issue as one',
};

/** Something whose name was not asked for yet. */
const unnamed = (value: string): string => (/^https?:/.test(value) ? value : `Chosen, ${value.slice(-6)}`);
