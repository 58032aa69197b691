package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.operation.HeaderCheck;
import io.matapalo.fastpath.operation.NotAdmitted;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.session.OpenSessions;
import io.matapalo.fastpath.session.SessionStatus;
import io.matapalo.fastpath.session.SessionToken;
import io.matapalo.fastpath.soap.HeaderBlock;
import io.matapalo.fastpath.telemetry.StatementLabels;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * The session token that a request to any service may carry: the session must be open, and is used.
 * Its statements are counted under a name of their own, because they go to the primary even where
 * those of the operation may go to a replica. Blocks. Thread-safe.
 */
public final class SessionHeader implements HeaderCheck {

  private static final QName TOKEN =
      new QName("http://turnstile.example/session/v3", "sessionToken");
  private static final String LABEL = "(session token)";

  private final OpenSessions sessions;
  private final StatementLabels labels;

  public SessionHeader(OpenSessions sessions, StatementLabels labels) {
    this.sessions = sessions;
    this.labels = labels;
  }

  @Override
  public Set<QName> understood() {
    return Set.of(TOKEN);
  }

  @Override
  public void check(List<HeaderBlock> header, Deadline deadline) {
    for (HeaderBlock block : header) {
      SessionToken token = SessionToken.of(block.text().strip());
      requireOpen(labels.during(LABEL, () -> use(token, deadline)));
    }
  }

  private SessionStatus use(SessionToken token, Deadline deadline) {
    try {
      return sessions.use(token, deadline);
    } catch (SQLException e) {
      throw new IllegalStateException("a session token could not be checked", e);
    }
  }

  private static void requireOpen(SessionStatus status) {
    try {
      SessionRefusal.requireOpen(status);
    } catch (Refused refused) {
      throw new NotAdmitted(refused.words());
    }
  }
}
