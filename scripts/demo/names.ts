/** What the demo and the stand-in that pushes to it agree on. */
export const demoConnection = 'con_01DEM0JRA00000000000000000';
export const demoWebhookSecret = 'demo-jira-webhook-secret';

/** API tokens of the demo, by the address of their member. Development only. */
export const demoTokens = {
  'ada@northwind.test': 'cairn_pat_demo_owner',
  'dana@northwind.test': 'cairn_pat_demo_member',
  'omar@northwind.test': 'cairn_pat_demo_observer',
  'sol@southwind.test': 'cairn_pat_demo_southwind',
};
