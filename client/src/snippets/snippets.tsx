// How others publish to a channel, one kind of client at a time, to copy.
import { useState } from 'react';
import { type Publication, snippetsOf } from './snippet';

/** Milliseconds for which the button says that it has copied. */
const CONFIRMATION = 2000;
/** Characters of a credential that are shown: who looks over the shoulder reads no token. */
const SHOWN = 12;

/** A choice of clients, and what to paste for the chosen one. */
export function Snippets({ publication }: { readonly publication: Publication }) {
  const snippets = snippetsOf(publication);
  const [chosen, setChosen] = useState(snippets[0]?.client);
  const snippet = snippets.find(({ client }) => client === chosen);
  if (!snippet) return null;
  return (
    <div className="snippets">
      <div className="snippet-choice" role="group" aria-label="Publish with">
        {snippets.map(({ client }) => (
          <button
            key={client}
            type="button"
            className="button"
            aria-pressed={client === chosen}
            onClick={() => setChosen(client)}
          >
            {client}
          </button>
        ))}
      </div>
      <pre className="code" tabIndex={0} aria-label={`Code for ${snippet.client}`}>
        {shortened(snippet.code, publication.credential.value)}
      </pre>
      <div className="snippet-foot">
        <span className="muted">{snippet.hint}</span>
        <Copy key={snippet.client} text={snippet.code} />
      </div>
    </div>
  );
}

function Copy({ text }: { readonly text: string }) {
  const [outcome, setOutcome] = useState<'Copied' | 'Not allowed'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied');
    } catch {
      setOutcome('Not allowed');
    }
    setTimeout(() => setOutcome(undefined), CONFIRMATION);
  };
  return (
    <button type="button" className="button" aria-live="polite" onClick={() => void copy()}>
      {outcome ?? 'Copy'}
    </button>
  );
}

function shortened(code: string, credential: string): string {
  if (credential.length <= SHOWN) return code;
  return code.replace(credential, `${credential.slice(0, SHOWN)}…`);
}
