/** The stylesheet of the stand-in's pages. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; accent-color: #2a5db0; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
small { font-weight: normal; opacity: .75; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; padding: .3rem 0; border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
li:target { background: color-mix(in srgb, #e8b931 22%, transparent); }
li > a { min-width: 4.5rem; }
li > span { flex: 1 1 16rem; overflow-wrap: anywhere; }
form { display: flex; gap: .25rem; }
.fields { flex-wrap: wrap; gap: .75rem; align-items: end; }
label { display: grid; gap: .2rem; }
input, select, button { font: inherit; padding: .25rem .6rem; min-height: 2.25rem; box-sizing: border-box; }
button[aria-current] { opacity: 1; color: #fff; background: #5b6472; border: 1px solid transparent; border-radius: 3px; }
button[aria-current][data-category=indeterminate] { background: #1f5fbf; }
button[aria-current][data-category=done] { background: #1e7a45; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.alert { padding: .5rem .75rem; border-left: 4px solid #c2410c; background: color-mix(in srgb, #c2410c 12%, transparent); }
`;
