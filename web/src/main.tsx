import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
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
await speakToReader();
createRoot(root).render(<StrictMode><App /></StrictMode>);
