import { SelectField } from '../ui/field.tsx';
import { ChoiceField, OneOf, type Picking, PlaceField } from './choices.tsx';
import { one } from './query-values.ts';

/** A board of Trello and its filters; they hold together, each with any of what is ticked. */
export const TrelloFields = (picking: Picking) => {
  const { query, errors } = picking;
  const ofBoard = { ...picking, after: 'board_id', many: true, optional: true };
  return (
    <>
      <PlaceField
        {...picking}
        name="board_id"
        legend="Board"
        search="Search boards, or paste an address"
        hint="New cards on it join by themselves. Archived cards and lists do not count."
      />
      <div class="grid fit">
        <ChoiceField {...ofBoard} name="list_ids" legend="Lists" search="Search lists" />
        <ChoiceField {...ofBoard} name="member_ids" legend="Members" search="Search members" />
        <ChoiceField {...ofBoard} name="label_ids" legend="Labels" search="Search labels" />
      </div>
      <SelectField
        id="completion"
        name="completion"
        label="Completion"
        value={one(query, 'completion') || 'any'}
        options={[
          { value: 'any', label: 'Any' },
          { value: 'complete', label: 'Complete' },
          { value: 'due_complete', label: 'With a due date and complete' },
          { value: 'due_incomplete', label: 'With a due date and not complete' },
        ]}
        error={errors.completion}
      />
      <OneOf
        {...picking}
        name="items"
        legend="What is work there"
        options={{ cards: 'Cards', checklist_items: 'Items of their checklists' }}
      />
    </>
  );
};
