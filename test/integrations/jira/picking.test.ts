import { describe, expect, it } from 'vitest';
import type { JiraConfig } from '../../../src/integrations/jira/config.ts';
import { jira as adapter } from '../../../src/integrations/jira/index.ts';
import { demoAccount } from '../../stand-ins/jira/demo.ts';
import { createJira, type Jira } from '../../stand-ins/jira/jira.ts';
import { cloud, dataCenter, reachTo } from './reach.ts';

async function pick(jira: Jira, list: string, search = '', config: JiraConfig = cloud) {
  const token = config === dataCenter ? jira.state.accounts[0]!.pats[0]! : demoAccount.token;
  const asked = await adapter.pick!(reachTo(jira), config, { token }, list, {}, search);
  return asked.ok ? asked.value : asked.error.reason;
}

const operations = { value: 'project = "OPS"', label: 'Customer operations (OPS)' };
const quality = { value: 'filter = 10100', label: 'Quality of operations' };

describe('what begins a query', () => {
  it.each([
    ['Cloud', cloud],
    ['Data Center', dataCenter],
  ])('on %s is a project by its name or its key, or a saved filter by its name', async (_name, config) => {
    const jira = createJira();
    expect(await pick(jira, 'jql_project', '', config)).toHaveLength(3);
    expect(await pick(jira, 'jql_project', 'oper', config)).toEqual([operations]);
    expect(await pick(jira, 'jql_project', 'OPS', config)).toEqual([operations]);
    expect(await pick(jira, 'jql_filter', 'QUAL', config)).toEqual([quality]);
    expect(await pick(jira, 'jql_filter', 'nothing like it', config)).toEqual([]);
  });

  it('is JQL that finds the same issues', async () => {
    const jira = createJira();
    const token = demoAccount.token;
    const count = async (jql: string) => {
      const [seen] = await adapter.read(reachTo(jira), cloud, { token }, [adapter.query.parse({ jql })]);
      return seen?.ok ? seen.value.matched : seen?.error.detail;
    };
    expect(await count(operations.value)).toBe(await count('project = OPS'));
    expect(await count(quality.value)).toBe(31);
  });

  it('is one page of Cloud, whatever is searched', async () => {
    const jira = createJira();
    await pick(jira, 'jql_project', 'a b&c');
    await pick(jira, 'jql_filter');
    expect(jira.requests.map(({ path }) => path)).toEqual(['/rest/api/3/project/search', '/rest/api/3/filter/search']);
  });

  it('is refused in the words of any other list', async () => {
    const jira = createJira();
    jira.fail({ kind: 'status', status: 403 });
    expect(await pick(jira, 'jql_project')).toBe('forbidden');
    expect(await pick(jira, 'jql_filter')).toBe('forbidden');
  });
});
