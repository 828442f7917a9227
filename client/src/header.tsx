// The page's head: what it is, which stage, through which edge, and who.
import type { Credential } from './credential/credential';
import type { Visit } from './settings/visit';

/** What the head can say. */
export interface HeaderProps {
  readonly visit?: Visit;
  readonly credential?: Credential;
  readonly onSignOut?: () => void;
}

/** The head. */
export function Header({ visit, credential, onSignOut }: HeaderProps) {
  return (
    <header className="head">
      <h1 className="brand">
        <img src="/favicon.svg" alt="" width="22" height="22" />
        Global Pub/Sub
      </h1>
      {visit && <span className="tag">{visit.settings.stage}</span>}
      <span className="spring" />
      {visit?.edge && (
        <span className="head-fact" title={`This browser is connected through CloudFront’s edge ${visit.edge.code}.`}>
          <span className="muted">Edge</span> {visit.edge.near?.place ?? visit.edge.code}
        </span>
      )}
      {credential && (
        <span className="head-fact who">
          {credential.kind === 'apiKey' ? 'API key' : (credential.subject ?? 'Token')}
        </span>
      )}
      {onSignOut && (
        <button type="button" className="button quiet" onClick={onSignOut}>
          Sign out
        </button>
      )}
    </header>
  );
}
