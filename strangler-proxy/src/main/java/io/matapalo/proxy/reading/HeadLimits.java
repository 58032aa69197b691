package io.matapalo.proxy.reading;

/** Limits of one head: bytes, fields, and the time from its first byte to its last. */
public record HeadLimits(int maxBytes, int maxFields, long millis) {}
