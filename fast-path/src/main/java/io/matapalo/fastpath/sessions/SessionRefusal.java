package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.session.SessionStatus;
import io.matapalo.fastpath.session.StoredSession;

/** The contract's refusals that have to do with sessions. Stateless. */
final class SessionRefusal {

  private SessionRefusal() {}

  static Refused badCredentials() {
    return new Refused(FaultCode.BAD_CREDENTIALS, "no active customer with this password");
  }

  /** The session, or the refusal of a token that has none. */
  static StoredSession requireOpen(SessionStatus status) {
    return switch (status) {
      case SessionStatus.Open(StoredSession session) -> session;
      case SessionStatus.Unknown _ ->
          throw new Refused(
              FaultCode.UNKNOWN_SESSION, "there is no session with this token: log in to get one");
      case SessionStatus.Expired _ ->
          throw new Refused(
              FaultCode.SESSION_EXPIRED,
              "the session has expired: log in again to get another token");
    };
  }
}
