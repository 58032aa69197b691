package com.turnstile.vendor;

/** What the payment provider knows about one payment. Immutable. */
public record Payment(String id, String status, String authorisationCode) {}
