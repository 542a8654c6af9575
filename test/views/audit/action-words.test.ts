import { describe, expect, it } from 'vitest';
import { actionWords, dataWords } from '../../../src/views/audit/action-words.ts';
import { formats } from '../../../src/views/format.ts';

const english = formats({ locale: 'en-GB', timeZone: 'UTC', now: 0 });
const said = (data: Record<string, unknown>) => dataWords(data, english);

describe('what happened', () => {
  it.each([
    ['okr.made_private', 'OKR: made private'],
    ['member.passkey_added', 'Member: passkey added'],
    ['behalf.began', 'Acting for a member: begun'],
    ['scim.token_made', 'Provisioning: token made'],
    ['okr.turned', 'OKR: status turned'],
    ['something_new.was_done', 'Something new: was done'],
  ])('%s reads “%s”', (action, words) => {
    expect(actionWords(action)).toBe(words);
  });

  it('says a change as one fact, with figures as people write them', () => {
    expect(said({ from: null, to: 86400.25, trigger: 'schedule' })).toEqual([
      'from nothing to 86,400.25',
      'trigger: schedule',
    ]);
    expect(said({ from: 'at_risk', to: 'on_track' })).toEqual(['from at risk to on track']);
  });

  it('leaves out ids and what is nothing, and counts what has parts of its own', () => {
    const id = 'inv_01KAMRR2Q0ABCDEFGHJKMNPQRS';
    expect(said({ invitation: id, teams: [id], day: null, role: 'member' })).toEqual(['role: member']);
    expect(said({ parents: [{ parent: 'okr_1', contribution: null }], endless: false })).toEqual([
      'parents: 1',
      'endless: no',
    ]);
  });

  it('lists words and shortens what is long', () => {
    expect(said({ fields: ['name', 'time_zone'] })).toEqual(['fields: name and time zone']);
    expect(said({ note: 'x'.repeat(400) })[0]).toHaveLength('note: '.length + 160);
  });
});
