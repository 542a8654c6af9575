import { describe, expect, it } from 'vitest';
import { explain, recordStatements, scansIn, sweepsIn } from '../support/plans.ts';
import { ENTERPRISE, GROUP, patchOf, provisioned, USER, where } from './caller.ts';

/** But for the note that a token was used: an organization has one. */
const heard = async (work: (call: Awaited<ReturnType<typeof provisioned>>['call']) => Promise<unknown>) => {
  const { call } = await provisioned();
  const sent = recordStatements();
  await work(call);
  return (await explain(sent.values())).filter(({ sql }) => !/^update "scim_tokens"/.test(sql));
};

const day = async (call: Awaited<ReturnType<typeof provisioned>>['call']) => {
  const user = { schemas: [USER], userName: 'new@northwind.test', externalId: 'e-1' };
  for (const filter of ['userName eq "a"', 'externalId eq "a"', 'id eq "a"', 'emails eq "a"', 'displayName eq "a"'])
    await call('GET', `/Users?${where(`${filter} or userName eq "b"`)}`);
  const { id } = (await call('POST', '/Users', user)).body;
  await call('GET', `/Users/${id}`);
  await call('PUT', `/Users/${id}`, { ...user, title: 'New' });
  await call(
    'PATCH',
    `/Users/${id}`,
    patchOf({ op: 'add', path: `${ENTERPRISE}:manager`, value: 'dana@northwind.test' }),
  );
  await call('PATCH', `/Users/${id}`, patchOf({ op: 'add', path: 'roles', value: ['observer'] }));
  for (const filter of ['externalId eq "a"', 'id eq "a"', 'members eq "a"', 'displayName eq "a"'])
    await call('GET', `/Groups?${where(`${filter} or displayName eq "b"`)}`);
  const group = (await call('POST', '/Groups', { schemas: [GROUP], displayName: 'New', externalId: 'g' })).body;
  await call('PATCH', `/Groups/${group.id}`, patchOf({ op: 'add', path: 'members', value: [{ value: id }] }));
  await call('PATCH', `/Groups/${group.id}`, patchOf({ op: 'remove', path: 'members', value: [{ value: id }] }));
  await call('DELETE', `/Groups/${group.id}`);
  await call('DELETE', `/Users/${id}`);
};

describe('what an identity system does all day', () => {
  it('reads nothing from end to end, and never all that an organization has', async () => {
    const plans = await heard(day);
    expect(plans.length).toBeGreaterThan(15);
    expect(
      plans.flatMap((plan) => [...scansIn(plan), ...sweepsIn(plan)].map((line) => `${line}: ${plan.sql}`)),
    ).toEqual([]);
  });
});

describe('a list of everybody', () => {
  it('counts along an index, and reads a page', async () => {
    const plans = await heard((call) => Promise.all([call('GET', '/Users?count=2'), call('GET', '/Groups?count=2')]));
    expect(plans.flatMap(scansIn)).toEqual([]);
    expect(plans.filter((plan) => sweepsIn(plan).length > 0).every(({ sql }) => sql.includes('as total'))).toBe(true);
  });
});
