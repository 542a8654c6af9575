import { beforeEach, describe, expect, it } from 'vitest';
import { type MemberId, newId, type TeamId } from '../../../src/db/ids.ts';
import { members, teams } from '../../../src/db/schema/organizations.ts';
import type { Organization } from '../../../src/domain/context.ts';
import { askForCopies } from '../../../src/domain/copies/asking.ts';
import { findLeadership, levelsOpenTo } from '../../../src/domain/okrs/creating.ts';
import { createOkr, type NewOkr } from '../../../src/domain/okrs/drafting.ts';
import { editOkr } from '../../../src/domain/okrs/editing.ts';
import { startTogether } from '../../../src/domain/templates/starting.ts';
import { type Person, type World, world } from '../../support/world.ts';

let w: World;
let lea: Person;
let own: TeamId;
let below: TeamId;
let other: TeamId;

/** Lea leads a team with another one below it; Dana leads nothing. */
beforeEach(async () => {
  w = await world();
  lea = { id: newId('mem', w.now), name: 'Lea Ott', email: 'lea@northwind.test', role: 'member' };
  await w.db.insert(members).values({ ...lea, orgId: w.org.id, createdAt: w.now });
  own = await newTeam('Own', null, lea.id);
  below = await newTeam('Below', own, null);
  other = await newTeam('Other', null, w.amir.id);
});

async function newTeam(name: string, parentId: TeamId | null, leadId: MemberId | null): Promise<TeamId> {
  const id = newId('tm', w.now);
  await w.db.insert(teams).values({ id, orgId: w.org.id, name, parentId, leadId, createdAt: w.now });
  return id;
}

const as = (person: Person, settings: Partial<Organization>) => {
  const ctx = w.as(person);
  return { ...ctx, org: { ...ctx.org, ...settings } };
};

const creates = (person: Person, settings: Partial<Organization>, input: Partial<NewOkr>): Promise<string> =>
  createOkr(as(person, settings), { kind: 'objective', title: 'Grow', ...input }).then(
    () => 'made',
    (reason) => `${reason.code}: ${reason.message}`,
  );

describe('who may make OKRs', () => {
  it('everyone who takes part, unless the organization says otherwise', async () => {
    expect(await creates(w.dana, {}, { level: 'organization' })).toBe('made');
    expect(await creates(w.omar, {}, { level: 'individual' })).toMatch(/^forbidden: Observers look on/);
  });

  it('admins alone, of the organization', async () => {
    const settings = { createOrganization: 'admins' } as const;
    expect(await creates(w.amir, settings, { level: 'organization' })).toBe('made');
    expect(await creates(lea, settings, { level: 'organization' })).toBe(
      'forbidden: Only owners and admins make OKRs of the organization here.',
    );
    expect(await creates(w.dana, settings, { level: 'individual' })).toBe('made');
  });

  it('who leads any team, of the organization and one’s own', async () => {
    const settings = { createOrganization: 'leads', createIndividual: 'leads' } as const;
    expect(await creates(lea, settings, { level: 'organization' })).toBe('made');
    expect(await creates(lea, settings, {})).toBe('made');
    expect(await creates(w.dana, settings, {})).toBe(
      'forbidden: Only team leads and admins make individual OKRs here.',
    );
  });

  it('who leads that team or one above it, of a team', async () => {
    const settings = { createTeam: 'leads' } as const;
    expect(await creates(lea, settings, { team_id: own })).toBe('made');
    expect(await creates(lea, settings, { team_id: below })).toBe('made');
    expect(await creates(lea, settings, { team_id: other })).toBe(
      'forbidden: Only its lead, the leads of teams above it and admins make OKRs of a team here.',
    );
    expect(await creates(w.ada, settings, { team_id: other })).toBe('made');
  });

  it('a level cannot be reached by an edit, a copy or a template either', async () => {
    const settings = { createOrganization: 'admins', createTeam: 'leads' } as const;
    const okr = await w.okr({ level: 'individual' });
    const dana = as(w.dana, settings);
    await expect(editOkr(dana, okr.id, { level: 'organization' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(editOkr(dana, okr.id, { level: 'team', team_id: own })).rejects.toMatchObject({ code: 'forbidden' });
    const { okr: renamed } = await editOkr(dana, okr.id, { level: 'individual', title: 'Renamed' });
    expect(renamed.title).toBe('Renamed');

    const company = await w.okr({ level: 'organization', kind: 'objective' }, w.ada);
    const asked = askForCopies(dana, company.id, { period_id: w.year.id, depth: 'alone' });
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
    const started = startTogether(dana, { kind: 'objective', title: 'Grow', team_id: own }, []);
    await expect(started).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('an OKR that stands where its editor may not make one can still be edited there', async () => {
    const okr = await w.okr({ team_id: other });
    const { okr: after } = await editOkr(as(w.dana, { createTeam: 'admins' }), okr.id, {
      team_id: other,
      title: 'Same',
    });
    expect(after.title).toBe('Same');
  });
});

describe('the levels that a form offers', () => {
  it('are those at which the person may make OKRs somewhere', async () => {
    const offered = async (person: Person, settings: Partial<Organization>) => {
      const ctx = as(person, settings);
      return levelsOpenTo(ctx, await findLeadership(ctx, null));
    };
    const settings = { createOrganization: 'admins', createTeam: 'leads' } as const;
    expect(await offered(w.dana, settings)).toEqual(['individual']);
    expect(await offered(lea, settings)).toEqual(['team', 'individual']);
    expect(await offered(w.amir, settings)).toEqual(['organization', 'team', 'individual']);
    expect(await offered(w.omar, {})).toEqual([]);
  });
});
