package io.matapalo.fastpath.session;

import java.time.Instant;

/** When a session was last used. Immutable. */
public record LastUse(long sessionId, Instant at) {}
