package io.matapalo.router.failures;

/** Who connects. Immutable. */
record Login(String user, String password) {}
