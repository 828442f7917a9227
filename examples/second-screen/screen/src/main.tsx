import { createRoot } from 'react-dom/client';
import { App } from './app';
import './screen.css';
import { createViewer } from './viewer';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
// The front door from which the page came, unless it is served from elsewhere: `?planet=https://pubsub.example.com`.
const planet = new URLSearchParams(location.search).get('planet') ?? location.origin;
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined;
createRoot(root).render(<App viewer={createViewer(planet, token)} />);
