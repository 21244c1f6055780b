import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { at } from './api/base.ts';
import { client } from './api/client.ts';
import { beginToFollow } from './api/follow.ts';
import { recall } from './api/kept.ts';
import { speakToReader } from './messages/load.ts';
import { loadAnewWhenMissed } from './offline/missed.ts';
import { isAtDoor } from './door/home.ts';
import { beginRenewal } from './offline/renewal.ts';
import { App } from './shell/app.tsx';
import { entrance } from './shell/entrance.ts';
import './style/tokens.css';
import './style/page.css';
import './style/shell.css';
import './style/parts.css';
import './style/pictures.css';
import './style/why.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html holds no #root');
if (!isAtDoor) nameManifest();
loadAnewWhenMissed();
await Promise.all([speakToReader(), recall().then(() => { if (entrance === 'inside') beginToFollow(); })]);
createRoot(root).render(<StrictMode><QueryClientProvider client={client}><App /></QueryClientProvider></StrictMode>);
// The files that it fetches for later don't stand in the way of those that are needed now. A door keeps nothing: what is behind it does.
if (!isAtDoor) {
  if (document.readyState === 'complete') void beginRenewal();
  else addEventListener('load', () => void beginRenewal());
}

/** Each collective has its own, with its name for whoever may read it. */
function nameManifest(): void {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'manifest', href: at('/manifest.webmanifest'), crossOrigin: 'use-credentials' });
  document.head.append(link);
}
