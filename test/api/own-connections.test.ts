import { describe, expect, it } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const config = { site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test', token: 'demo-jira-token' };
const shared = { provider: 'jira', name: 'Our Jira', config, shared: true };

describe('a connection of a member', () => {
  it('is made where the organization lets them, and is never shared', async () => {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const caller = async (who: typeof w.ada) => callerWith(await w.token(who));
    const [asAda, asDana, asOmar] = await Promise.all([caller(w.ada), caller(w.dana), caller(w.omar)]);
    const mine = { ...shared, name: 'Mine', shared: false };
    expect((await asDana('POST', '/connections', mine)).status).toBe(403);
    const allowed = await asAda('PATCH', '/organization', { member_connections: true });
    expect(allowed.body).toMatchObject({ member_connections: true });
    expect((await asDana('POST', '/connections', shared)).body).toMatchObject({
      code: 'forbidden',
      detail: 'Only owners and admins share a connection. Keep it to yourself, or ask one of them.',
    });
    const made = await asDana('POST', '/connections', mine);
    expect(made).toMatchObject({ status: 201, body: { name: 'Mine', shared: false } });
    const path = `/connections/${made.body.id}`;
    expect((await asDana('PATCH', path, { shared: true })).status).toBe(403);
    expect((await asDana('POST', `${path}/test`)).status).toBe(200);
    expect((await asOmar('POST', '/connections', mine)).status).toBe(403);
    expect((await asOmar('GET', path)).status).toBe(404);
    expect((await asDana('DELETE', path)).status).toBe(204);
  });
});
