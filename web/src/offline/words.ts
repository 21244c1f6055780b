/** What a page and its service worker say to each other. */

/** The newer service worker is to take over. */
export const takeOver = 'take over';

/** Names the sending of what waits to the browser's Background Sync. */
export const sendTag = 'frankpledge-outbox';
