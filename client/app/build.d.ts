/** Names this build; set by vite.config.ts. */
declare const __CHAIRSIDE_BUILD__: string
