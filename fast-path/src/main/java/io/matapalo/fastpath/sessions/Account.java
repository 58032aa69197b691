package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.session.StoredSession;
import java.util.Optional;

/** An active customer, and what the password is checked against, if there is one. Immutable. */
record Account(StoredSession.Owner customer, Optional<Credential> credential) {}
