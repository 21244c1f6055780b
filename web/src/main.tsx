import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './api/client.ts';
import { recall } from './api/kept.ts';
import { speakToReader } from './messages/load.ts';
import { App } from './shell/app.tsx';
import './style/tokens.css';
import './style/page.css';
import './style/shell.css';
import './style/parts.css';
import './style/pictures.css';
import './style/why.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html holds no #root');
await Promise.all([speakToReader(), recall()]);
createRoot(root).render(<StrictMode><QueryClientProvider client={client}><App /></QueryClientProvider></StrictMode>);
