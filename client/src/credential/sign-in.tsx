// Where a visitor signs in.
import { type SyntheticEvent, useState } from 'react';
import { ProblemNote } from '../problem-note';
import type { Settings } from '../settings/settings';
import { type Credential, credentialOf } from './credential';
import type { Problem } from '../connection/problem';

/** What the visitor is told, and where the credential goes. */
export interface SignInProps {
  readonly settings: Settings;
  /** Why the visitor is here again. */
  readonly problem: Problem | undefined;
  readonly onSignIn: (credential: Credential) => void;
}

/** The form. */
export function SignIn({ settings, problem, onSignIn }: SignInProps) {
  const [pasted, setPasted] = useState('');
  const credential = credentialOf(pasted);
  const developer = credentialOf(settings.token ?? '');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (credential) onSignIn(credential);
  };
  return (
    <main className="lone">
      <form className="panel card" onSubmit={submit}>
        <h2>Sign in</h2>
        {problem && <ProblemNote problem={problem} />}
        <label htmlFor="credential">Token or API key</label>
        <input
          id="credential"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={pasted}
          onChange={({ target }) => setPasted(target.value)}
          aria-describedby="credential-help"
          autoFocus
        />
        <p id="credential-help" className="muted">
          {helpFor(credential)}
        </p>
        <button type="submit" className="button primary" disabled={!credential}>
          Sign in
        </button>
        {developer && (
          <button type="button" className="button" onClick={() => onSignIn(developer)}>
            Use the developer’s token of this laptop
          </button>
        )}
        <details>
          <summary>Where do I get a token?</summary>
          <p className="muted">From the operator of the stage “{settings.stage}”, who makes one with</p>
          <pre className="code">
            {`npm run token -- --stage ${settings.stage} --subject you --publish '*' --subscribe '*' --hours 8`}
          </pre>
          {settings.local && <p className="muted">On this laptop, “npm start” prints one as well.</p>}
        </details>
      </form>
    </main>
  );
}

function helpFor(credential: Credential | undefined): string {
  if (!credential) return 'It stays in this browser tab and is sent only to this site.';
  if (credential.kind === 'apiKey') {
    return 'An API key works in one region. When the front door leads to another, it is not accepted there.';
  }
  const { subject, endsAt } = credential;
  const end = endsAt === undefined ? '' : `, valid until ${new Date(endsAt).toLocaleString()}`;
  return `A token${subject === undefined ? '' : ` for “${subject}”`}${end}.`;
}
