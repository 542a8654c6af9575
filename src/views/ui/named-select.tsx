import { SelectField } from './field.tsx';

type Named = { id: string; name: string };

type NamedSelectProps = Omit<Parameters<typeof SelectField>[0], 'options'> & {
  among: readonly Named[];
  /** Words for none of them, where that will do. */
  none?: string;
};

/** One of what goes by its name: people, teams, periods. */
export const NamedSelect = ({ among, none, ...props }: NamedSelectProps) => (
  <SelectField
    {...props}
    options={[
      ...(none === undefined ? [] : [{ value: '', label: none }]),
      ...among.map(({ id, name }) => ({ value: id, label: name })),
    ]}
  />
);

type PlaceProps = Partial<NamedSelectProps> & Pick<NamedSelectProps, 'among'>;

export const PeriodField = (props: PlaceProps) => (
  <NamedSelect id="period" name="period_id" label="Period" {...props} />
);

export const TeamField = (props: PlaceProps) => <NamedSelect id="team" name="team_id" label="Team" {...props} />;
