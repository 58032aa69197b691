package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.session.StoredSession;
import io.matapalo.fastpath.soap.SoapWriter;
import java.time.Duration;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class SessionsWriter {

  private SessionsWriter() {}

  static void opened(Login.Opened opened, SoapWriter xml) {
    xml.leaf("token", opened.token().text());
    session(opened.session(), xml);
  }

  static void session(StoredSession session, SoapWriter xml) {
    xml.open("session");
    xml.leaf("customerId", session.owner().id());
    xml.leaf("customerName", session.owner().name());
    xml.leaf("createdAt", session.createdAt());
    xml.leaf("lastUsedAt", session.lastUsedAt());
    xml.leaf("expiresAt", session.expiresAt());
    xml.close("session");
  }

  static void lasted(Duration duration, SoapWriter xml) {
    xml.leaf("seconds", duration.toSeconds());
  }
}
