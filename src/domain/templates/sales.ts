import { keyResult, type TemplateGroup } from './template.ts';

export const sales: TemplateGroup = {
  name: 'Sales',
  about: 'Winning customers who stay, at a price that is worth it for both.',
  templates: [
    {
      id: 'sales-new-customers',
      title: 'Win customers who fit us so that they stay and grow with us',
      keyResults: [
        keyResult('Grow new recurring revenue in the quarter', 'New recurring revenue', '$', 250_000, 400_000),
        keyResult('Raise the share of proposals won', 'Proposals won', '%', 21, 30),
        keyResult('Increase new customers of our best-fitting kind', 'New customers that fit', '%', 45, 70),
      ],
    },
    {
      id: 'sales-faster',
      title: 'Shorten the way to a decision so that buyers and sellers lose no time',
      keyResults: [
        keyResult('Reduce days from first call to signature', 'Days to signature', null, 74, 50),
        keyResult('Reduce proposals without an answer', 'Proposals without an answer', '%', 38, 20),
        keyResult('Increase conversations per seller and week', 'Conversations per week', null, 8, 12),
      ],
    },
    {
      id: 'sales-partners',
      title: 'Build on partners so that we reach customers we cannot reach alone',
      keyResults: [
        keyResult('Grow revenue that partners bring', 'Revenue from partners', '$', 60_000, 150_000),
        keyResult('Increase partners who bring a customer', 'Partners with a customer', null, 4, 12),
        keyResult('Raise the share of partner leads won', 'Partner leads won', '%', 12, 25),
      ],
    },
  ],
};
