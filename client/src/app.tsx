// The page from its first moment: settings, then credentials, then the planet.
import { useEffect, useState } from 'react';
import { type Credential, credentialOf } from './credential/credential';
import { keepCredential, keptCredential } from './credential/kept-credential';
import type { Problem } from './connection/problem';
import { SignIn } from './credential/sign-in';
import { Header } from './header';
import { Planet } from './planet';
import { Loading } from './loading';
import { SettingsError } from './settings/settings';
import { beginVisit, type Visit } from './settings/visit';

/** The page. */
export function App() {
  const { visit, failure, retry } = useVisit();
  if (failure) return <Failure failure={failure} onRetry={retry} />;
  if (!visit) return <Loading />;
  return <Visited visit={visit} />;
}

/** The visit, once it has begun; a failure that can be tried again. */
function useVisit() {
  const [visit, setVisit] = useState<Visit>();
  const [failure, setFailure] = useState<Error>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    beginVisit().then(
      (begun) => isCurrent && setVisit(begun),
      (error: unknown) => isCurrent && setFailure(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt]);
  const retry = () => {
    setFailure(undefined);
    setAttempt(attempt + 1);
  };
  return { visit, failure, retry };
}

function Visited({ visit }: { readonly visit: Visit }) {
  const [credential, setCredential] = useState(() => credentialOf(keptCredential() ?? visit.settings.token ?? ''));
  const [problem, setProblem] = useState<Problem>();
  const signIn = (next: Credential) => {
    keepCredential(next.value);
    setProblem(undefined);
    setCredential(next);
  };
  const signOut = (why?: Problem) => {
    keepCredential(undefined);
    setProblem(why);
    setCredential(undefined);
  };
  if (credential) return <Planet key={credential.value} visit={visit} credential={credential} onSignOut={signOut} />;
  return (
    <>
      <Header visit={visit} />
      <SignIn settings={visit.settings} problem={problem} onSignIn={signIn} />
    </>
  );
}

function Failure({ failure, onRetry }: { readonly failure: Error; readonly onRetry: () => void }) {
  const isSettings = failure instanceof SettingsError;
  return (
    <>
      <Header />
      <main className="lone">
        <section className="panel card" role="alert">
          <h1>{isSettings ? 'The settings cannot be used' : 'The front door does not answer'}</h1>
          <p>
            {isSettings
              ? `The page reads /config.json, which the deployment writes. ${failure.message}`
              : 'The page was loaded, but its settings were not.'}
          </p>
          <p className="muted">
            {isSettings ? 'Deploy the front door again.' : 'Check this device’s connection and try again.'}
          </p>
          <button type="button" className="button primary" onClick={onRetry}>
            Try again
          </button>
        </section>
      </main>
    </>
  );
}
