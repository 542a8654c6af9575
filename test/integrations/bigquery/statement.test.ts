import { describe, expect, it } from 'vitest';
import { bigquery as adapter } from '../../../src/integrations/bigquery/index.ts';
import { foreignProject, isSelect } from '../../../src/integrations/bigquery/statement.ts';
import { demoProject } from '../../stand-ins/google/demo.ts';
import { asked, config, googleAt, keyFile, reaching, value } from './reach.ts';

const OWN = 'acme-analytics';

describe('a text is a query', () => {
  it.each([
    'SELECT 1',
    '  select 1 ;',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    '((SELECT 1))',
    '-- DELETE\n/* DROP; TABLE */ # x;\nSELECT 1',
    'SELECT \';\' FROM d.t WHERE a = "b;c"',
    "SELECT '''a;\n'b''' FROM d.t; -- the end; really",
    'FROM d.t |> AGGREGATE COUNT(*)',
  ])('%s', (sql) => expect(isSelect(sql)).toBe(true));

  it.each([
    '',
    '-- SELECT 1',
    'DELETE FROM d.t WHERE TRUE',
    'SELECT 1; SELECT 2',
    "SELECT '\\''; DELETE FROM d.t WHERE TRUE --'",
    "SELECT r'a'; DROP TABLE d.t",
    'SELECT """a"""; DROP TABLE d.t',
    'SELECT 1 /* */; DROP TABLE d.t',
    '`SELECT` 1',
    'BEGIN SELECT 1; END',
  ])('and this is none: %s', (sql) => expect(isSelect(sql)).toBe(false));
});

describe('another project', () => {
  it.each([
    'SELECT COUNT(*) FROM other-project.crm.leads',
    'SELECT COUNT(*) FROM `other-project.crm.leads`',
    'SELECT COUNT(*) FROM `other-project:crm.leads`',
    'SELECT COUNT(*) FROM `other\\x2dproject.crm.leads`',
    'SELECT COUNT(*) FROM `other\\U0000002dproject.crm.leads`',
    'SELECT COUNT(*) FROM `other\\u002Dproject\\056crm.leads`',
    "SELECT 1 FROM EXTERNAL_QUERY('other\\x2Dproject.eu.sales', 'SELECT 1')",
    'SELECT COUNT(*) FROM `other-project`.crm.leads',
    'SELECT COUNT(*) FROM `other-project`.`crm`.`leads`',
    'SELECT COUNT(*) FROM `other-project.crm`.leads',
    'SELECT COUNT(*) FROM other-project/* */./* */crm -- x\n. leads',
    'SELECT COUNT(*) FROM Other-Project.crm.leads',
    'SELECT 1 FROM d.t, other-project.crm.leads',
    'SELECT 1 FROM d.t JOIN other-project.crm.leads USING (id)',
    'SELECT (SELECT COUNT(*) FROM other-project.crm.leads)',
    'SELECT other-project.crm.worth(1)',
    'SELECT 1 FROM `other-project.region-eu.INFORMATION_SCHEMA.TABLES`',
    'SELECT 1 FROM other-project.crm.`leads_*`',
    "SELECT 1 FROM EXTERNAL_QUERY('other-project.eu.sales', 'SELECT 1')",
    "SELECT 1 FROM EXTERNAL_QUERY('''other-project.eu.sales''', 'SELECT 1')",
    `SELECT 1 FROM \`${OWN}.crm.leads\`, \`other-project.crm.leads\``,
  ])('is seen in %s', (sql) => expect(foreignProject(sql, OWN)?.toLowerCase()).toMatch(/^other-project/));

  it.each([
    'SELECT COUNT(*) FROM crm.leads',
    'SELECT COUNT(*) FROM `acme-analytics.crm.leads`',
    'SELECT COUNT(*) FROM acme-analytics.crm.leads AS l WHERE l.address.city = "Rome"',
    'SELECT COUNT(*) FROM bigquery-public-data.samples.shakespeare',
    'SELECT 1 -- other-project.crm.leads\n/* other-project.crm.leads */ # other-project.crm.leads',
    'SELECT 1.5 + 2.25',
    "SELECT COUNT(*) FROM crm.leads WHERE via IN ('mailto:jo.doe@acme.test', 'https://acme.test/a.b.c')",
    "SELECT COUNT(*) FROM crm.leads WHERE note = 'We moved. From other-project.crm.leads it came.'",
    'SELECT l.a.b.c FROM crm.leads AS l',
  ])('is not seen in %s', (sql) => expect(foreignProject(sql, OWN)).toBeNull());

  it('with the domain of an organization is told apart', () => {
    const own = 'acme.test:analytics';
    expect(foreignProject('SELECT 1 FROM `acme.test:analytics.crm.leads`', own)).toBeNull();
    expect(foreignProject('SELECT 1 FROM `acme.test:payroll.crm.leads`', own)).not.toBeNull();
  });

  it('is not read with the deployment’s own account, and BigQuery is not even asked', async () => {
    const google = googleAt();
    google.state.projects.push({ id: 'other-project', location: 'EU', readers: google.state.projects[0]!.readers });
    const { reach, sent } = reaching(google, undefined, JSON.stringify(keyFile));
    const sql = 'SELECT COUNT(*) FROM other-project.crm.leads';
    const shared = { ...config, own: false };
    const refusal = {
      ok: false,
      error: { reason: 'invalid_query', detail: expect.stringContaining('other-project is another one') },
    };
    expect((await adapter.read(reach, shared, { account: null }, [asked(sql)]))[0]).toEqual(refusal);
    expect(await adapter.estimate!(reach, shared, { account: null }, asked(sql))).toEqual(refusal);
    expect(sent).toEqual([]);
    const pasted = await adapter.read(reach, config, { account: keyFile }, [asked(sql)]);
    expect(pasted[0]).toEqual(value(24));
    const own = `SELECT COUNT(*) FROM ${demoProject}.crm.leads`;
    expect((await adapter.read(reach, shared, { account: null }, [asked(own)]))[0]).toEqual(value(24));
  });
});
