export const assets = {
  "css": "/assets/cairn-f15f37d7.css",
  "icons": "/assets/icons-8ef409ad.svg",
  "logo": "/assets/logo-9a8d00cd.svg",
  "scripts": {
    "htmx": "/assets/htmx-4.0.1.min.js",
    "dialogs": "/assets/dialogs-c4a051df.js",
    "firstError": "/assets/first-error-5c461747.js",
    "forms": "/assets/forms-b0983aaf.js",
    "requests": "/assets/requests-8a509c42.js",
    "steps": "/assets/steps-6a03ca9d.js",
    "theme": "/assets/theme-2c54c760.js",
    "toasts": "/assets/toasts-9966f7e8.js"
  }
} as const;
